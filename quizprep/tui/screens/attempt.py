"""One submission of the past: its report and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from quizprep.i18n import _
from quizprep.text import printable
from quizprep.tui.base import QuizScreen
from quizprep.tui.moments import clock
from quizprep.tui.prose import CodeFlow, code
from quizprep.tui.screens.question import Page
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.report import ReportView
from quizprep.tui.widgets.said import Panel, Said

if TYPE_CHECKING:
    from quizprep.grading.report import Report
    from quizprep.progress.rows import SubmissionRow


class Attempt(QuizScreen[None]):
    """Shows a recorded submission.

    Args:
        number: its id in the progress database.
    """

    CSS_PATH = "drill.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "s",
            "source",
            "Source/report",
            id="attempt.source",
            tooltip="Switch between the report and your source",
        ),
        Binding("escape,q", "back", "Back", id="attempt.back", tooltip="Back"),
    ]

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.source = ""
        self.row: SubmissionRow | None = None

    def compose(self) -> ComposeResult:
        """Head, report, source."""
        yield Said(self._head, id="head", flow=False)
        yield Page(id="page")
        yield KeyBar()

    async def on_mount(self) -> None:
        """Read it."""
        page = self.query_one(Page)
        page.focus()
        with self.gym.guarded():
            store = self.desk.store
            if store is None:
                return
            self.row, source, report = store.submission(self.number)
            self.source = printable(source.decode("utf-8", "replace"))
            await self._fill(page, report)

    async def _fill(self, page: Page, report: Report) -> None:
        await page.mount(ReportView(report), Panel(
            Said(lambda: CodeFlow(code(self.source)), classes="source"),
            title=lambda: _("What you submitted"), id="source",
        ))  # fmt: skip
        self.query_one("#source").display = False
        self.query_one("#head", Said).retext()

    def _head(self) -> Content:
        if self.row is None:
            return Content("")
        return Content.assemble((self.row.drill, "bold $primary"), (f"   {clock(self.row.when)}", "$quiet"))

    def action_source(self) -> None:
        """The source instead of the report, or back."""
        source, report = self.query_one("#source"), self.query_one(ReportView)
        source.display, report.display = report.display, source.display

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
