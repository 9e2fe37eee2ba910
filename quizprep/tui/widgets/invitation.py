"""What is said of a drill beside its verdict: the file, the checks, the timed runs; the hints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from quizprep.i18n import _
from quizprep.tui.prose import lines, said
from quizprep.tui.widgets.runs import runs_told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quizprep.content.library import Drill
    from quizprep.progress.clocks import Run


def invitation(drill: Drill, file: Path, keys: dict[str, str], runs: Sequence[Run], best: Run | None) -> Content:
    """What is said before it is judged.

    Args:
        drill: the drill.
        file: where the user's solution lies.
        keys: those of "edit", "builtin", "check" and "start".
        runs: its timed runs, the newest first.
        best: the best of them.
    """
    parts = [Content.styled(_("Your file"), "bold"), Content.styled(str(file), "$primary")]
    if file.exists():
        parts.append(Content(_("Edit it ({edit} or {builtin}), then press {check} to have it judged.", **keys)))
    else:
        parts.append(Content(_("It is not there yet: press {start} to write the starter.", **keys)))
    parts += [Content(" "), Content.styled(_("What will be checked"), "bold")]
    parts += [Content.styled("○ ", "$quiet") + said(c.title) for c in drill.info.checks]
    if runs:
        parts += [Content(" "), Content.styled(_("Timed runs"), "bold")]
        parts.append(runs_told(runs, best, 60.0 * drill.info.par_minutes, 3))
    return lines(*parts)


def hints(drill: Drill, number: int) -> Content:
    """The first hints."""
    if not number:
        return Content("")
    told = [Content.styled(f"{n + 1}  ", "$accent") + said(h) for n, h in enumerate(drill.info.hints[:number])]
    return lines(" ", Content.styled(_("Hints"), "bold"), *told)
