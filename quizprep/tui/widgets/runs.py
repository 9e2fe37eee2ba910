"""The timed runs of a drill: one line each, and all of them as a row of blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from quizprep.i18n import _
from quizprep.progress.clocks import UNWATCHED
from quizprep.tui.moments import clock, timed
from quizprep.tui.prose import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizprep.progress.clocks import Run

BLOCKS = "▁▂▃▄▅▆▇█"


def blocks(runs: Sequence[Run], most: int = 30) -> Content:
    """The runs as blocks, oldest first: the taller, the slower; a dot for a run that doesn't count."""
    shown = list(runs[:most])[::-1]
    top = max([r.total for r in shown if r.counts] + [r.par for r in shown], default=1.0)
    parts: list[Content] = []
    for run in shown:
        if not run.counts:
            parts.append(Content.styled("·", "$quiet"))
            continue
        height = min(len(BLOCKS) - 1, int(run.total / top * len(BLOCKS)))
        parts.append(Content.styled(BLOCKS[height], "$success" if run.total <= run.par else "$warning"))
    return Content("").join(parts)


def run_line(run: Run) -> Content:
    """What became of a run: sign, when, time, what it cost, why it doesn't count."""
    told = []
    if run.hints:
        told.append(_("hints: {n} (+{cost})", n=run.hints, cost=timed(run.penalty)))
    if run.revealed:
        told.append(_("solution shown: does not count"))
    elif run.outcome == UNWATCHED:
        told.append(_("passed while the clock stood still: does not count"))
    elif not run.counts:
        told.append(_("given up"))
    if run.pauses:
        told.append(_("pauses: {n}", n=run.pauses))
    sign = ("✓ ", "$success") if run.counts else ("· ", "$quiet")
    return Content.assemble(
        sign, (clock(run.started) + "  ", "$quiet"), (timed(run.total), "bold" if run.counts else "$quiet"),
        ("  " + " · ".join(told) if told else "", "$quiet"),
    )  # fmt: skip


def runs_told(runs: Sequence[Run], best: Run | None, par: float, most: int) -> Content:
    """Best time, par and blocks, then the newest runs; nothing where there is none.

    Args:
        runs: the newest first.
        best: the fastest that counts.
        par: seconds.
        most: how many have a line.
    """
    if not runs:
        return Content("")
    head = Content.assemble(
        blocks(runs), "  ", (_("par {time}", time=timed(par)), "$quiet"),
        ("  " + _("best {time}", time=timed(best.total)) if best else "", "bold $accent"),
    )  # fmt: skip
    return lines(head, *[run_line(r) for r in runs[:most]])
