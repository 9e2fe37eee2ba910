"""The submissions to one drill."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from quizprep import i18n
from quizprep.i18n import _
from quizprep.progress.clocks import best, drill_clock, runs
from quizprep.tui.base import QuizScreen
from quizprep.tui.moments import submission_line
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.runs import runs_told
from quizprep.tui.widgets.said import Panel, Said
from quizprep.tui.widgets.table import ListRows

if TYPE_CHECKING:
    from quizprep.content.library import Drill
    from quizprep.progress.rows import SubmissionRow


class Attempts(QuizScreen[None]):
    """Newest first; one opens with its report and source."""

    CSS_PATH = "drills.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", id="attempts.back", tooltip="Back"),
    ]

    def __init__(self, drill: Drill) -> None:
        super().__init__()
        self.drill = drill
        self.submissions: list[SubmissionRow] = []

    def compose(self) -> ComposeResult:
        """The list."""
        title = self.drill.info.title
        yield Said(
            lambda: Content.styled(title.get(i18n.language()), "bold $primary"),
            classes="masthead",
            flow=False,
        )
        with self.gym.guarded():
            if (store := self.desk.store) is not None:
                self.submissions = store.submissions(self.drill.slug)
                what, info = drill_clock(self.drill.slug), self.drill.info
                timed, fastest = runs(store, what), best(store, what, info.revision)
                if timed:
                    with Panel(title=lambda: _("Timed runs"), id="runs"):
                        yield Said(lambda: runs_told(timed, fastest, 60.0 * info.par_minutes, 5))
        with Panel(title=lambda: _("Attempts"), id="drills"), VerticalScroll(id="list", can_focus=False):
            if self.submissions:
                yield ListRows(self.submissions, submission_line, name="rows")
            else:
                yield Said(lambda: Content.styled(_("Nothing submitted yet."), "$quiet"))
        yield KeyBar()

    def on_mount(self) -> None:
        """The newest first."""
        for rows in self.query(ListRows):
            rows.focus()

    @on(Rows.Pressed, "#rows")
    def _open(self, event: Rows.Pressed) -> None:
        from quizprep.tui.screens.attempt import Attempt

        self.app.push_screen(Attempt(self.submissions[event.place].id))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
