"""Mock interviews: a new one, the one that is not finished, the past ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message

from quizprep.errors import ProgressError
from quizprep.i18n import _
from quizprep.tui.base import QuizScreen
from quizprep.tui.moments import clock, timed
from quizprep.tui.prose import bar
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Panel, Said
from quizprep.tui.widgets.table import ListRows

if TYPE_CHECKING:
    from quizprep.progress.interviews import InterviewRow


class Interviews(QuizScreen[None]):
    """Where an interview begins, goes on, or is looked at again.

    Args:
        number: an interview to open at once.
    """

    CSS_PATH = "drills.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", id="interviews.back", tooltip="Back"),
    ]

    class Read(Message):
        """The interviews are read; the unfinished one stands first."""

        def __init__(self, rows: list[InterviewRow | None]) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, number: int = 0) -> None:
        super().__init__()
        self._number = number
        self.rows: list[InterviewRow | None] = []

    def compose(self) -> ComposeResult:
        """The list, filled when it is read."""
        yield Said(lambda: Content.styled(_("Mock interviews"), "bold $primary"), classes="masthead", flow=False)
        with Panel(title=lambda: _("Against the clock; no word on right or wrong until the end"), id="drills"):
            yield VerticalScroll(id="list", can_focus=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Open the one that was asked for."""
        if self._number:
            self._interview(self._number)

    def on_screen_resume(self) -> None:
        """Read whenever this screen is shown."""
        self.gym.background(self._read, name="interviews", group="interviews")

    def _read(self) -> None:
        from quizprep.progress import interviews

        store = self.desk.store
        if store is None:
            raise self.desk.trouble or ProgressError(_("there is no progress database."))
        open_one = interviews.unfinished(store)
        # None stands for "a new one"; there is at most one that is not finished
        self.post_message(self.Read([open_one, *interviews.past(store)]))

    @on(Read)
    async def _show(self, event: Read) -> None:
        self.rows = event.rows
        place = self.query_one("#list", VerticalScroll)
        await place.remove_children()
        rows = ListRows(self.rows, self._line, name="rows")
        await place.mount(rows)
        if self.rows == [None]:
            await place.mount(Said(self._none, classes="none"))
        rows.focus()

    def _none(self) -> Content:
        words = _(
            "You have had none yet. Enter leads to length, level and topics; twenty minutes are enough for a first one."
            " At the end there is a report, which stays here: points by topic, the mistakes named, what to practise."
        )
        return Content.styled(words, "$quiet")

    def _line(self, row: InterviewRow | None, width: int) -> Content:
        if row is None:
            return Content.assemble((" ◇ ", "$accent"), (_("New interview…"), "bold"))
        about = f"{clock(row.started)}   {_('{n} min', n=row.minutes)}   {_('level {n}', n=row.level)}"
        if row.ended is None:
            words = _("Go on with this one") if row.asked is None else _("Mark your open answers")
            return Content.assemble((" ▸ ", "$accent"), (words, "bold"), (f"   {about}", "$quiet"))
        kept = row.report or {}
        share = kept["points"] / kept["of"] if kept.get("of") else None
        told = "  –  " if share is None else f"{round(100 * share):3d} %"
        return Content.assemble(
            (f" {row.id:>2} ", "$quiet"), about + "   ", bar(share), " " + told,
            (f"   {timed(kept.get('seconds', 0))}", "$quiet"),
        )  # fmt: skip

    @on(Rows.Pressed, "#rows")
    def _open(self, event: Rows.Pressed) -> None:
        row = self.rows[event.place]
        if row is None:
            from quizprep.tui.screens.interview_setup import InterviewSetup

            self.app.push_screen(InterviewSetup())
        elif row.ended is None:
            self._interview(row.id)
        else:
            from quizprep.tui.screens.interview_report import ReportScreen

            self.app.push_screen(ReportScreen(row))

    def _interview(self, number: int) -> None:
        from quizprep.tui.screens.interview import InterviewScreen

        self.app.push_screen(InterviewScreen(number))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
