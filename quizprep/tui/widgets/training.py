"""A training run as it goes: bar, time left, numbers, curves, what it prints, and the checks as they come in."""

from __future__ import annotations

import time
from collections import deque

from textual.app import ComposeResult
from textual.content import Content

from quizprep.content.library import Drill
from quizprep.content.plot import beside, plot
from quizprep.grading import words
from quizprep.grading.curve import Curve, Curves
from quizprep.grading.report import CheckResult, Printed, Progress
from quizprep.i18n import _
from quizprep.text import printable
from quizprep.tui.prose import bar
from quizprep.tui.widgets.running import FRAMES, Running
from quizprep.tui.widgets.said import Panel, Said

SECONDS_BETWEEN = 0.25
"""Between two drawings: entries come twenty times a second, nobody reads that fast."""
POINTS = 160
LINES = 6
"""Of what it prints that are shown while it runs."""
SHOWN = ("loss", "accuracy")
ROWS = 5


class TrainingRun(Running):
    """As `Running`, with the run's own progress above the checks.

    Args:
        drill: a training task.
        device: what it computes on, "" while that is not known.
    """

    def __init__(self, drill: Drill, device: str) -> None:
        super().__init__(drill)
        self.device = device
        self.curves = Curves()
        self._printed = deque[str](maxlen=LINES)
        self._open = ""
        self._changed = False

    def compose(self) -> ComposeResult:
        """Progress and curves, what it prints, then the checks."""
        with Panel(title=self._title, classes="training"):
            yield Said(self._progress, id="progress", flow=False)
            yield Said(self._numbers, id="numbers", flow=False)
            yield Said(self._curves, id="curves", flow=False)
        with Panel(title=lambda: _("What it printed"), id="printing"):
            yield Said(lambda: Content("\n".join([*self._printed, *filter(None, [self._open])])), flow=False)
        with Panel(title=lambda: _("Checking")):
            for check in self.drill.info.checks:
                yield Said(lambda name=check.name: self._line(name), classes="check")  # type: ignore[misc]

    def on_mount(self) -> None:
        """Turn the spinner; draw what has come."""
        super().on_mount()
        self.query_one("#printing").display = False
        self.set_interval(SECONDS_BETWEEN, self._draw)

    def ready(self, device: str) -> None:
        """It can begin, on that device."""
        self.device = device
        for panel in self.query(".training").results(Panel):
            panel.retext()
        self._changed = True

    def ended_one(self, check: CheckResult) -> None:
        """One check has ended; after the last one the diagnosis may take seconds."""
        super().ended_one(check)
        self._changed = True

    def hear(self, news: Progress | Printed) -> None:
        """One entry of the log, or a piece of what is printed."""
        if isinstance(news, Progress):
            self.curves.add(news)
        else:
            *ended, self._open = (self._open + printable(news.text))[-4000:].split("\n")
            self._printed.extend(ended)
        self._changed = True

    def _draw(self) -> None:
        if not self._changed:
            return
        self._changed = False
        self.query_one("#printing").display = bool(self._printed or self._open.strip())
        for said in self.query("#numbers, #curves, #printing Said").results(Said):
            said.retext()

    def _title(self) -> str:
        return _("Training {on_device}", on_device=words.on_device(self.device)) if self.device else _("Training")

    def _progress(self) -> Content:
        curve = self.curves.latest
        spent = time.monotonic() - self._since
        share = curve.share if curve else None
        frame = FRAMES[int(spent * 10) % len(FRAMES)]
        parts = [Content.styled(f" {frame}  ", "bold $accent"), bar(share, 20)]
        parts.append(Content.styled(f" {share:4.0%}" if share is not None else "", "bold"))
        left = curve.seconds_left() if curve else None
        told = _("{time} left", time=words.duration(left)) if left is not None else f"{spent:.1f} s"
        return Content("").join([*parts, Content.styled(f"  {told}", "$quiet")])

    def _numbers(self) -> Content:
        curve = self.curves.latest
        if len(self.ended) == len(self.drill.info.checks):
            return Content.styled(_("Looking for the mistake behind it…"), "$quiet")
        if curve is None:
            why = _("Nothing logged yet.") if self.device else _("torch is being loaded…")
            return Content.styled(why, "$quiet")
        parts = [(words.steps(curve) + "   ", "$quiet"), (words.numbers(curve), "bold")]
        return Content.assemble(*parts)

    def _curves(self) -> Content:
        curve = self.curves.latest
        return Content(picture(curve, (self.size.width or 76) - 6) if curve else "")

    def on_resize(self) -> None:
        """Draw to the new width."""
        self._changed = True


def shown_names(curve: Curve) -> list[str]:
    """The two names that are drawn: loss and accuracy where they are logged, else the first."""
    names = [n for n in SHOWN if n in curve.names]
    return (names + [n for n in curve.names if n not in names])[:2]


def picture(curve: Curve, width: int) -> str:
    """Up to two curves in fine dots, beside each other where there is room, else under each other."""
    names = shown_names(curve)
    side = len(names) == 2 and width >= 56
    each = min(60, (width - 4) // 2 if side else width) - 9
    drawn = [one for name in names if (one := single(name, thin(curve.points(name)), each))]
    return beside(*drawn) if side and len(drawn) == 2 else "\n".join(drawn)


def single(name: str, points: list[tuple[float, float]], width: int, height: int = ROWS) -> str:
    """One curve with its name on top; "" before there are two points."""
    known = [p for p in points if p[1] - p[1] == 0.0]
    if len(known) < 2 or width < 10:
        return ""
    return plot(
        [(name, points)], width=width, height=height, y=span(name, [v for _x, v in known]), ylabel=printable(name)
    )


def span(name: str, values: list[float]) -> tuple[float, float]:
    """The range that is shown: from 0 for what is never negative, to 1 for shares."""
    low, high = min(values), max(values)
    if "acc" in name and low >= 0 and high <= 1:
        return 0.0, 1.0
    low = min(0.0, low) if low > -1e-9 else low
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def thin(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """At most about `POINTS` of them, the last one always there; x strictly ascending, as a plot needs it."""
    stride = max(1, len(points) // POINTS)
    found: list[tuple[float, float]] = []
    for point in points[::stride] + points[-1:]:
        if not found or point[0] > found[-1][0]:
            found.append(point)
    return found
