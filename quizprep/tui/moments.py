"""How times, verdicts and submissions are written in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from quizprep.i18n import _
from quizprep.tui.prose import fit

if TYPE_CHECKING:
    from datetime import datetime

    from quizprep.progress.rows import SubmissionRow


def clock(when: datetime) -> str:
    """A local time, short."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M")


def timed(seconds: float) -> str:
    """A duration as ``04:07``, or ``1:04:07`` beyond an hour; whole seconds, never negative."""
    whole = max(0, int(seconds))
    minutes, rest = divmod(whole, 60)
    return f"{minutes:02d}:{rest:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def countdown(left: float) -> str:
    """Seconds left to par, then by how much it is over."""
    return timed(left + 0.999) if left > 0 else _("+{time} over", time=timed(-left))


def verdict_word(verdict: str) -> str:
    """A verdict in the language in use."""
    return {
        "pass": _("passed"), "fail": _("failed"), "error": _("error"), "timeout": _("too slow"),
        "memory": _("too much memory"), "ungraded": _("not graded"),
    }.get(verdict, verdict)  # fmt: skip


def mark(good: bool) -> tuple[str, str]:
    """✓ or ✗ in its colour."""
    return (" ✓ ", "bold $success") if good else (" ✗ ", "bold $error")


def submission_line(row: SubmissionRow, width: int) -> Content:
    """One submission in one line."""
    tail = f"  {row.passed}/{row.total}  "
    word = fit(verdict_word(row.verdict), 16)
    return Content.assemble(
        mark(row.verdict == "pass"), (clock(row.when), "$quiet"), "  ",
        fit(row.drill, max(8, width - 22 - len(tail) - 16)), tail, (word, "$quiet"),
    )  # fmt: skip
