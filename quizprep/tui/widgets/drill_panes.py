"""Two parts of the drill screen: its head line, and the pane in which a verdict comes to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content

from quizprep import i18n
from quizprep.grading import words
from quizprep.i18n import _
from quizprep.tui.prose import shorter
from quizprep.tui.widgets.report import ReportView
from quizprep.tui.widgets.running import Running
from quizprep.tui.widgets.said import Panel, Said

if TYPE_CHECKING:
    from quizprep.content.library import Drill
    from quizprep.grading.report import CheckResult, Printed, Progress


class DrillHead(Said):
    """Title, framework, difficulty, par time, device and isolation; where it is narrow the title is shortened, never the rest."""

    def __init__(self, drill: Drill) -> None:
        self.drill = drill
        self.level = self.device = ""
        self._room = 0
        super().__init__(self._line, id="head", flow=False)

    def known(self, level: str, device: str) -> None:
        """The service is there: how it isolates, and what it computes on."""
        self.level, self.device = level, device
        self.retext()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the title."""
        self._room = event.size.width
        self.retext()

    def _line(self) -> Content:
        info = self.drill.info
        dots = "●" * info.difficulty + "○" * (3 - info.difficulty)
        tail = Content.assemble(
            (f"   {info.framework}   ", "$secondary"), (dots, "$accent"), ("   " + _("{n} min", n=info.par_minutes), "$quiet"),
            ("   " + words.on_device(self.device) if self.device else "", "$secondary"),
            ("   " + _("isolation {level}", level=self.level) if self.level else "", "$quiet"),
        )  # fmt: skip
        title = Content.styled(info.title.get(i18n.language()), "bold $primary")
        return (shorter(title, max(8, self._room - tail.cell_length)) if self._room else title) + tail


def running(drill: Drill, device: str) -> Running:
    """What shows a submission while it is judged."""
    if drill.info.kind != "training":
        return Running(drill)
    from quizprep.tui.widgets.training import TrainingRun

    return TrainingRun(drill, device)


class VerdictPane(VerticalScroll, can_focus=True):
    """What is said before anything is judged, then the checks as they come in, then the report or a solution; the hints below."""

    def show(self, *widgets: Running | ReportView | Panel) -> None:
        """Show these in the place of what was there; nothing: the invitation again."""
        self.query("Running, ReportView, .solution").remove()
        self.query_one("#invitation").display = not widgets
        self.mount(*widgets, before="#hints")
        self.scroll_home(animate=False)

    def ended(self, check: CheckResult) -> None:
        """One check has ended."""
        for one in self.query(Running):
            one.ended_one(check)

    def hear(self, news: Progress | Printed) -> None:
        """What a training run tells."""
        for one in self.query(Running):
            one.hear(news)

    def ready(self, device: str) -> None:
        """The service is there, and what it computes on."""
        for one in self.query(Running):
            one.ready(device)
