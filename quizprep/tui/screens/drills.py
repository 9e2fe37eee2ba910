"""The coding drills."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message

from quizprep import i18n
from quizprep.i18n import _
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import fit
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Panel, Said
from quizprep.tui.widgets.table import ListRows

if TYPE_CHECKING:
    from quizprep.content.library import Drill


class Drills(QuizScreen[None]):
    """All drills, with what became of them so far."""

    CSS_PATH = "drills.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", id="drills.back", tooltip="Back"),
    ]

    class Read(Message):
        """The drills are loaded, and their states read."""

        def __init__(self, drills: list[Drill], states: dict[str, str]) -> None:
            super().__init__()
            self.drills, self.states = drills, states

    def __init__(self) -> None:
        super().__init__()
        self.drills: list[Drill] = []
        self.states: dict[str, str] = {}
        self._cursor = 0

    def compose(self) -> ComposeResult:
        """The list, filled when it is read."""
        yield Said(lambda: Content.styled(_("Drills"), "bold $primary"), classes="masthead", flow=False)
        with Panel(title=lambda: _("Write the code; hidden checks judge it at once"), id="drills"):
            yield VerticalScroll(id="list", can_focus=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Read the states anew whenever this screen is shown."""
        self.gym.background(self._read, name="drills", group="drills")

    def _read(self) -> None:
        with self.desk.lock:
            store = self.desk.store
            states = store.drill_states() if store is not None else {}
            self.post_message(self.Read(self.desk.library.drills, states))

    @on(Read)
    async def _show(self, event: Read) -> None:
        self.drills, self.states = event.drills, event.states
        place = self.query_one("#list", VerticalScroll)
        known = self.query(ListRows)
        if known:
            known.first().repaint()
            return
        rows = ListRows(self.drills, self._line, name="rows")
        await place.mount(rows if self.drills else Said(lambda: Content(_("There are no drills yet."))))
        if self.drills:
            rows.focus()

    def _line(self, drill: Drill, width: int) -> Content:
        state = self.states.get(drill.slug, "")
        sign, style = {"passed": ("✓", "bold $success"), "tried": ("◐", "$accent")}.get(state, ("·", "$quiet"))
        info = drill.info
        dots = "●" * info.difficulty + "○" * (3 - info.difficulty)
        minutes = _("{n} min", n=info.par_minutes)
        return Content.assemble(
            (f" {sign} ", style), fit(info.title.get(i18n.language()), max(16, width - 27)), "  ",
            (fit(info.framework, 6), "$secondary"), "  ",
            (dots, "$accent"), "  ", (f"{minutes:>8}", "$quiet"),
        )  # fmt: skip

    @on(Rows.Pressed, "#rows")
    def _open(self, event: Rows.Pressed) -> None:
        from quizprep.tui.screens.drill import DrillScreen

        self.app.push_screen(DrillScreen(self.drills[event.place]))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
