"""The checks as they come in, while a submission is judged."""

from __future__ import annotations

import time

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from quizprep.content.library import Drill
from quizprep.grading.report import CheckResult, Printed, Progress
from quizprep.i18n import _
from quizprep.tui.prose import Flow, bar, said
from quizprep.tui.widgets.report import check_line
from quizprep.tui.widgets.said import Panel, Said

FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Running(Vertical):
    """A line for each check: waiting, then its outcome."""

    def __init__(self, drill: Drill) -> None:
        super().__init__(classes="running")
        self.drill = drill
        self.ended: dict[str, CheckResult] = {}
        self._since = time.monotonic()

    def compose(self) -> ComposeResult:
        """Progress, then the checks."""
        with Panel(title=lambda: _("Checking")):
            yield Said(self._progress, id="progress", flow=False)
            for check in self.drill.info.checks:
                yield Said(lambda name=check.name: self._line(name), classes="check")  # type: ignore[misc]

    def on_mount(self) -> None:
        """Turn the spinner."""
        self.set_interval(0.1, self.query_one("#progress", Said).retext)

    def ended_one(self, check: CheckResult) -> None:
        """One check has ended."""
        self.ended[check.name] = check
        for line in self.query(".check"):
            assert isinstance(line, Said)
            line.retext()

    def ready(self, device: str) -> None:
        """The service is there, and what it computes on: nothing to say here."""

    def hear(self, news: Progress | Printed) -> None:
        """What a training run tells: nothing here."""

    def _progress(self) -> Content:
        total = len(self.drill.info.checks)
        spent = time.monotonic() - self._since
        frame = FRAMES[int(spent * 10) % len(FRAMES)]
        share = len(self.ended) / total
        return Content.assemble((f" {frame}  ", "bold $accent"), bar(share, 20), (f"  {spent:.1f} s", "$quiet"))

    def _line(self, name: str) -> Content | Flow:
        if (check := self.ended.get(name)) is not None:
            return check_line(check)
        title = next(c.title for c in self.drill.info.checks if c.name == name)
        return Content.styled(" ○  ", "$quiet") + said(title, "$quiet")
