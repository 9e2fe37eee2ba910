"""Every error a user can meet, as one tree. This module imports nothing of ours.

QuizprepError                 one sentence: what is wrong, with which value, what to do
├── UsageError                the command or a name in it is wrong (exit code 2)
│   └── UnknownName           an unknown topic, drill or question, with the nearest known ones
├── ContentError              a bank or drill file is broken: file, line and field
├── SubmissionError           the file to grade can't be read
├── UngradedError             the submission could not be graded (exit code 3)
├── ProgressError             the database can't be opened or written
└── UnreadableAnswer          the typed answer has no readable form; costs nothing
"""

from __future__ import annotations

from collections.abc import Iterable


class QuizprepError(Exception):
    """Base of all errors that are shown to the user as one sentence."""

    exit_code = 2


class UsageError(QuizprepError):
    """A wrong option, name or value on the command line."""


class UnknownName(UsageError):
    """A name that is not known, with suggestions.

    Args:
        kind: what was looked for: "topic", "drill", "question".
        name: what the user wrote.
        known: the names that exist.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        import difflib

        self.kind, self.name = kind, name
        known = sorted(known)
        lowered = {k.lower(): k for k in known}
        near = difflib.get_close_matches(name.lower(), lowered, n=3, cutoff=0.55)
        self.suggestions = [lowered[n] for n in near]
        hint = f"; did you mean {' or '.join(self.suggestions)}?" if self.suggestions else "."
        super().__init__(f"there is no {kind} {name!r}{hint} (see: quizprep {kind}s)")


class ContentError(QuizprepError):
    """A content file that breaks the contract.

    Args:
        file: path of the file, as shown to the user.
        message: what is wrong and what is expected.
        line: 1-based line, or None where no line can be named.
        field: dotted name of the field, e.g. ``question[3].options[1].why.zh``.
    """

    def __init__(self, file: object, message: str, *, line: int | None = None, field: str = "") -> None:
        self.file, self.line, self.field, self.message = str(file), line, field, message
        place = f"{file}:{line}" if line else str(file)
        super().__init__(f"{place}: {field + ': ' if field else ''}{message}")


class SubmissionError(QuizprepError):
    """The submission can't be read: missing, a directory, too large, not text."""


class UngradedError(QuizprepError):
    """No verdict could be made: torch is missing, the grading service did not start."""

    exit_code = 3


class ProgressError(QuizprepError):
    """The progress database is locked, corrupt, newer than the program or not writable."""

    exit_code = 3


class UnreadableAnswer(QuizprepError):
    """The answer can't be read as the form that the question asks for. It is not an attempt."""
