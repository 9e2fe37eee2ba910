"""The training runs of one task, the curves of two of them laid over each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message

from quizprep import i18n
from quizprep.content.plot import beside, plot
from quizprep.grading import words
from quizprep.grading.curve import Curve, Curves
from quizprep.i18n import _
from quizprep.text import printable
from quizprep.tui.base import QuizScreen
from quizprep.tui.moments import clock, verdict_word
from quizprep.tui.prose import fit
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Panel, Said
from quizprep.tui.widgets.table import ListRows
from quizprep.tui.widgets.training import SHOWN, span, thin

if TYPE_CHECKING:
    from quizprep.content.library import Drill
    from quizprep.progress.rows import RunRow


WIDE = 100
"""Cells from which two plots stand beside each other."""


class RunRows(ListRows["RunRow"]):
    """The runs; moving the cursor is choosing the one that is compared."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "Hold", id="runs.hold", tooltip="Hold this run; the cursor lays another over it"),
    ]

    class Moved(Message):
        """The cursor is on another run."""

    def watch_cursor(self) -> None:
        """Say so."""
        super().watch_cursor()
        self.post_message(self.Moved())


class Overlay(Said):
    """The curves, drawn to the room there is."""

    def on_resize(self) -> None:
        """Draw again."""
        self.retext()


class Runs(QuizScreen[None]):
    """Newest first. The run under the cursor is drawn over the one that is held (at first the newest)."""

    CSS_PATH = "runs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,v", "turn", "Loss/accuracy", id="runs.turn", key_display="tab",
                tooltip="The next of the numbers that were logged"),
        Binding("escape,q", "back", "Back", id="runs.back", tooltip="Back"),
    ]  # fmt: skip

    def __init__(self, drill: Drill) -> None:
        super().__init__()
        self.drill = drill
        self.runs: list[RunRow] = []
        self.curves: list[Curve] = []
        self.held = 0
        self._turn = 0

    def compose(self) -> ComposeResult:
        """Head, curves, runs."""
        yield Said(self._head, id="head", flow=False)
        with self.gym.guarded():
            if (store := self.desk.store) is not None:
                self.runs = store.runs(self.drill.slug)
        self.curves = [_longest(Curves.from_json(r.curves)) for r in self.runs]
        with Vertical(id="runs-page"):
            with Panel(title=self._quantity, id="over"):
                yield Overlay(self._over, id="overlay", flow=False)
            with Panel(title=lambda: _("Runs"), id="runs"), VerticalScroll(can_focus=False):
                if self.runs:
                    yield RunRows(self.runs, self._line, name="rows")
                else:
                    yield Said(lambda: Content.styled(_("Nothing was trained yet."), "$quiet"))
        yield KeyBar()

    def on_mount(self) -> None:
        """The newest over the one before."""
        for rows in self.query(RunRows):
            rows.focus()
            rows.cursor = min(1, len(self.runs) - 1)

    @on(RunRows.Moved)
    def _moved(self, event: RunRows.Moved) -> None:
        event.stop()
        self._again()

    @on(Rows.Pressed, "#rows")
    def _hold(self, event: Rows.Pressed) -> None:
        self.held = event.place
        self.query_one(RunRows).repaint()
        self._again()

    def action_turn(self) -> None:
        """The next name that was logged."""
        self._turn += 1
        self._again()

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)

    def _again(self) -> None:
        for part in self.query("#overlay, #over"):
            if isinstance(part, Said | Panel):
                part.retext()

    # ------------------------------------------------------------------ words

    def _head(self) -> Content:
        title = self.drill.info.title.get(i18n.language())
        return Content.assemble(
            (title, "bold $primary"), ("   " + _("enter holds a run, the cursor lays another over it"), "$quiet")
        )

    def _names(self) -> list[str]:
        found = [n for c in self.curves for n in c.names]
        return [n for n in SHOWN if n in found] + sorted({n for n in found if n not in SHOWN})

    def _shown(self) -> list[str]:
        """What is drawn: one name, two beside each other in a wide window."""
        names = self._names()
        count = min(len(names), 2 if self.size.width >= WIDE else 1)
        return [names[(self._turn + i) % len(names)] for i in range(count)]

    def _quantity(self) -> str:
        return " · ".join(map(printable, self._shown())) or _("Curves")

    def _line(self, run: RunRow, width: int) -> Content:
        held = self.runs[self.held].submission == run.submission
        good = run.verdict == "pass"
        told = f"  {words.duration(run.seconds):>9}  "
        return Content.assemble(
            (" * " if held else "   ", "bold $accent"), ("✓ " if good else "✗ ", "bold $success" if good else "bold $error"),
            f"{run.submission:>4}  ", (clock(run.when), "$quiet"), told, (fit(words.on_device(run.device), 18), "$quiet"),
            "  ", verdict_word(run.verdict),
        )  # fmt: skip

    def _over(self) -> Content:
        shown = self._shown()
        if not shown:
            return Content.styled(_("Nothing was logged."), "$quiet")
        size = next((w.size for w in self.query(Overlay)), self.size)
        width, height = max(20, size.width // len(shown) - 12), max(4, size.height - 4)
        drawn = [self._drawn(name, min(64, width), height) for name in shown]
        return _coloured(beside(*drawn) if len(drawn) == 2 else drawn[0])

    def _drawn(self, name: str, width: int, height: int) -> str:
        """The run that is held and the one under the cursor, by one name."""
        rows = self.query(RunRows)
        places = list(dict.fromkeys([self.held, rows.first().cursor if rows else 0]))
        paths = {p: thin(self.curves[p].points(name)) for p in places}
        series = [(_("run {n}", n=self.runs[p].submission), path) for p, path in paths.items() if len(path) > 1]
        values = [v for _label, path in series for _x, v in path if v - v == 0.0]
        if not values:
            return _("Neither run logged {name}.", name=printable(name))
        return plot(series, width=width, height=height, y=span(name, values))


def _coloured(drawing: str) -> Content:
    """The marks of the two runs in two colours."""
    styles = {"*": "$accent", "o": "$primary"}
    return Content.assemble(*((part, styles.get(part[:1], "")) for part in re.split(r"(\*+|o+)", drawing) if part))


def _longest(curves: Curves) -> Curve:
    """Of the checks that trained, the run that told most."""
    return max(curves.of.values(), key=lambda c: len(c.as_json()["points"]), default=Curve())
