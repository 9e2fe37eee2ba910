"""The app's side of grading: one service (zygote) per framework, many verdicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quizprep.content.library import Drill
from quizprep.grading.report import CheckResult, Report

Listener = Callable[[CheckResult], Any]


class Grader:
    """Grades submissions; safe to call from any thread, one verdict at a time per call.

    Use as a context manager, or call `close`.
    """

    def warm_up(self, framework: str = "numpy") -> None:
        """Start the service in the background, without waiting."""
        raise NotImplementedError

    def check(
        self, drill: Drill, source: bytes, *, seed: int | None = None, on_check: Listener | None = None
    ) -> Report:
        """Grade `source`; blocks until the verdict. `on_check` is told of each check as it ends (from this thread).

        Raises:
            UngradedError: torch is missing, or the service could not be started twice.
        """
        raise NotImplementedError

    def cancel(self) -> None:
        """Stop the verdicts under way; their `check` raises `Cancelled` within 0.2 s."""
        raise NotImplementedError

    def close(self) -> None:
        """End the services and all their processes."""

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def read_submission(path: str) -> bytes:
    """The bytes of a submission file, or of standard input for ``-``.

    Raises:
        SubmissionError: missing, a folder, no regular file, unreadable, empty, larger than 1 MB, binary.
    """
    raise NotImplementedError
