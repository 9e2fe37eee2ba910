"""One submission being judged in a thread, and the messages it posts. Touches no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from quizprep.content.library import Drill
    from quizprep.grading.report import CheckResult, Report
    from quizprep.tui.desk import Desk


class Judging:
    """Grades one submission; `work` runs in a thread and reports to `owner` by messages."""

    def __init__(self, owner: MessagePump, drill: Drill, source: bytes, desk: Desk) -> None:
        self.owner, self.drill, self.source, self.desk = owner, drill, source, desk

    def work(self) -> None:
        """Grade. A failure is raised for the app to show, after the owner was told that it is over."""
        from quizprep.grading.client import Cancelled

        try:
            report = self.desk.grader.check(
                self.drill,
                self.source,
                on_check=lambda check: self.owner.post_message(CheckEnded(self, check)),
            )
        except Cancelled:
            self.owner.post_message(Stopped(self, cancelled=True))
        except BaseException:
            self.owner.post_message(Stopped(self, cancelled=False))
            raise
        else:
            self.owner.post_message(Graded(self, report))

    def cancel(self) -> None:
        """Stop the verdict under way."""
        self.desk.grader.cancel()


class CheckEnded(Message):
    """One check has its outcome."""

    def __init__(self, judging: Judging, check: CheckResult) -> None:
        super().__init__()
        self.judging, self.check = judging, check


class Graded(Message):
    """The verdict is there."""

    def __init__(self, judging: Judging, report: Report) -> None:
        super().__init__()
        self.judging, self.report = judging, report


class Stopped(Message):
    """It ended without a verdict."""

    def __init__(self, judging: Judging, *, cancelled: bool) -> None:
        super().__init__()
        self.judging, self.cancelled = judging, cancelled


class Saved(Message):
    """The user's file was saved with other content."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.source = source


class Isolated(Message):
    """The grading service is ready; its level of isolation."""

    def __init__(self, level: str) -> None:
        super().__init__()
        self.level = level
