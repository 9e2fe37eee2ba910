"""The coding drills."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from quizprep import i18n
from quizprep.content import names
from quizprep.i18n import _
from quizprep.progress import clocks
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import fit
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Panel, Said
from quizprep.tui.widgets.table import ListRows

if TYPE_CHECKING:
    from quizprep.content.library import Drill


SIGNS = {"passed": ("✓", "bold $success"), "tried": ("◐", "$accent"), "begun": ("‖", "bold $accent")}
"""What became of a drill; one is begun whose clock is open."""


class Drills(QuizScreen[None]):
    """All drills, with what became of them so far."""

    CSS_PATH = "drills.tcss"
    AUTO_FOCUS = ""
    """The field for words is there only when it is asked for."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash", "find", "Find", id="drills.find", key_display="/", tooltip="Drills by name, topic or framework"
        ),
        Binding("escape,q", "back", "Back", id="drills.back", tooltip="All drills again, or back"),
    ]

    class Read(Message):
        """The drills are loaded, and their states read."""

        def __init__(self, drills: list[Drill], states: dict[str, str]) -> None:
            super().__init__()
            self.drills, self.states = drills, states

    def __init__(self) -> None:
        super().__init__()
        self.drills: list[Drill] = []
        self.shown: list[Drill] = []
        self.states: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The list, filled when it is read."""
        yield Said(lambda: Content.styled(_("Drills"), "bold $primary"), classes="masthead", flow=False)
        with Panel(title=lambda: _("Write the code; hidden checks judge it at once"), id="drills"):
            yield Input(id="find", placeholder=_("name, topic or framework"))
            yield VerticalScroll(id="list", can_focus=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Read the states anew whenever this screen is shown."""
        self.gym.background(self._read, name="drills", group="drills")

    def _read(self) -> None:
        with self.desk.lock:
            store = self.desk.store
            states = store.drill_states() if store is not None else {}
            states |= dict.fromkeys(clocks.begun(store) if store is not None else (), "begun")
            self.post_message(self.Read(self.desk.library.drills, states))

    @on(Read)
    async def _show(self, event: Read) -> None:
        self.drills, self.states = event.drills, event.states
        known = self.query(ListRows)
        if known:
            known.first().repaint()
        elif self.has_class("-finding"):  # somebody was quicker than the reading
            await self._list(self._matching(self.query_one("#find", Input).value))
        else:
            await self._list(self.drills)
            self._focus_list()

    async def _list(self, drills: list[Drill]) -> None:
        """Show these."""
        self.shown = drills
        place = self.query_one("#list", VerticalScroll)
        await place.remove_children()
        none = _("No drill is called that.") if self.drills else _("There are no drills yet.")
        await place.mount(ListRows(drills, self._line, name="rows") if drills else Said(lambda: Content(none)))

    def _focus_list(self) -> None:
        for rows in self.query(ListRows):
            rows.focus()

    def action_find(self) -> None:
        """Type to narrow the list."""
        self.add_class("-finding")
        self.query_one("#find", Input).focus()

    @on(Input.Changed, "#find")
    async def _found(self, event: Input.Changed) -> None:
        await self._list(self._matching(event.value))

    def _matching(self, typed: str) -> list[Drill]:
        """Those with every word that was typed; what is called that comes first."""
        if not typed.strip():
            return self.drills
        found = []
        for drill in self.drills:
            title, topic = drill.info.title, self.desk.title(drill.topic)
            others = f"{drill.topic} {topic.en} {topic.zh} {drill.info.framework}"
            place = names.place(names.fit(typed, (drill.slug, title.en, title.zh), others), drill.slug)
            if place is not None:
                found.append((place, drill))
        return [drill for _place, drill in sorted(found, key=lambda one: one[0])]

    @on(Input.Submitted, "#find")
    def _chosen(self, event: Input.Submitted) -> None:
        """Open the first that is found."""
        found = self._matching(event.value)
        if found and event.value.strip():
            self._open_drill(found[0])
        else:
            self._focus_list()

    def on_key(self, event: events.Key) -> None:
        """From what is typed down into the list."""
        if event.key == "down" and self.query_one("#find", Input).has_focus:
            event.stop()
            self._focus_list()

    def _line(self, drill: Drill, width: int) -> Content:
        state = self.states.get(drill.slug, "")
        sign, style = SIGNS.get(state, ("·", "$quiet"))
        info = drill.info
        dots = "●" * info.difficulty + "○" * (3 - info.difficulty)
        minutes = _("{n} min", n=info.par_minutes)
        topic = 24 if width >= 90 else 0
        return Content.assemble(
            (f" {sign} ", style), fit(info.title.get(i18n.language()), max(16, width - 27 - topic)), "  ",
            (fit(self.desk.title(drill.topic).get(i18n.language()), topic - 2) + "  " if topic else "", "$quiet"),
            (fit(info.framework, 6), "$secondary"), "  ",
            (dots, "$accent"), "  ", (" " * (8 - cell_len(minutes)) + minutes, "$quiet"),
        )  # fmt: skip

    @on(Rows.Pressed, "#rows")
    def _open(self, event: Rows.Pressed) -> None:
        self._open_drill(self.shown[event.place])

    def _open_drill(self, drill: Drill) -> None:
        from quizprep.tui.screens.drill import DrillScreen

        self.app.push_screen(DrillScreen(drill))

    async def action_back(self) -> None:
        """All drills again, the cursor where it was among those found, or back."""
        if not self.has_class("-finding"):
            self.dismiss(None)
            return
        self.remove_class("-finding")
        with self.prevent(Input.Changed):
            self.query_one("#find", Input).value = ""
        slug = next((self.shown[rows.cursor].slug for rows in self.query(ListRows)), "")
        await self._list(self.drills)
        for rows in self.query(ListRows):
            rows.cursor = next((n for n, drill in enumerate(self.drills) if drill.slug == slug), 0)
        self._focus_list()
