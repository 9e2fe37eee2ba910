"""Finding questions, drills and one's own notes while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from quizprep import i18n
from quizprep.i18n import _
from quizprep.progress.search import STATES, TYPES, Found, Hit, Wanted, search
from quizprep.progress.search_words import Pieces
from quizprep.progress.statistics_view import type_word
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import fit, inline, lines, shorter
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Panel, Said
from quizprep.tui.widgets.table import ListRows

if TYPE_CHECKING:
    from quizprep.content.catalogue import Catalogue

MOST = 40
WAIT = 0.12
"""Seconds without a further key before it is searched."""
SIGNS = {"question": "▪", "drill": "◆", "note": "✎"}
STATE_SIGNS = {"due": ("◷", "$accent"), "wrong": ("✗", "bold $error"), "suspended": ("‖", "$quiet"), "flagged": ("⚑", "$warning")}


def state_word(name: str) -> str:
    """A state in the language in use."""
    return {
        "new": _("new"), "due": _("due"), "wrong": _("wrong last"), "suspended": _("suspended"), "flagged": _("flagged"),
    }.get(name, name)  # fmt: skip


def marked(pieces: Pieces, style: str = "") -> Content:
    """Pieces of text with the words that were looked for standing out."""
    return Content("").join([Content.styled(text, "bold underline $accent" if on else style) for text, on in pieces])


class Find(QuizScreen[None]):
    """Type to find; enter opens one with its answer, which counts as nothing.

    Args:
        wanted: words and filters to begin with.
    """

    CSS_PATH = "find.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "turn('topic')", "Topic", id="find.topic", tooltip="Only one topic: the next one"),
        Binding("shift+f2", "turn('topic', -1)", "Topic back", id="find.topic-back", show=False,
                tooltip="Only one topic: the one before"),
        Binding("f3", "turn('type')", "Type", id="find.type", tooltip="Only one type of question, or drills"),
        Binding("f4", "turn('difficulty')", "Level", id="find.level", tooltip="Only one difficulty"),
        Binding("f5", "turn('state')", "State", id="find.state",
                tooltip="Only what is new, due, was wrong last, suspended or flagged"),
        Binding("f6", "all", "All", id="find.all", tooltip="Take the filters off"),
        Binding("p", "practise", "Practise", id="find.practise", tooltip="Practise what was found"),
        Binding("slash", "type", "Find", id="find.type-on", key_display="/", show=False, tooltip="Type other words"),
        Binding("escape", "back", "Back", id="find.back", tooltip="Back"),
    ]  # fmt: skip

    class Came(Message):
        """What was found."""

        def __init__(self, turn: int, wanted: Wanted, found: Found) -> None:
            super().__init__()
            self.turn, self.wanted, self.found = turn, wanted, found

    def __init__(self, wanted: Wanted | None = None) -> None:
        super().__init__()
        self.wanted = wanted or Wanted()
        self.found: Found | None = None
        self._found_for: Wanted | None = None
        self._turn, self._opening = 0, False

    def compose(self) -> ComposeResult:
        """What is typed, the filters, what was found."""
        yield Said(lambda: Content.styled(_("Find"), "bold $primary"), classes="masthead", flow=False)
        yield Input(self.wanted.words, id="words", placeholder=_("words in English or Chinese; left empty, everything is listed"))
        yield Said(self._filters, id="filters", flow=False)
        with Panel(title=self._title, id="hits"):
            yield VerticalScroll(id="list", can_focus=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Search at once; while the banks are being read, say so."""
        self.query_one(Input).focus()
        self._later = self.set_timer(WAIT, self._search, pause=True)
        self._reading = self.set_interval(0.25, self._tell_reading)
        self._search()

    @property
    def catalogue(self) -> Catalogue:
        """The banks as rows."""
        return self.desk.library.catalogue

    # ------------------------------------------------------------------ searching

    @on(Input.Changed, "#words")
    def _typed(self, event: Input.Changed) -> None:
        self.wanted = Wanted(event.value, *(getattr(self.wanted, name) for name in ("topic", "type", "difficulty", "state")))
        self._opening = False
        self._later.stop()
        self._later = self.set_timer(WAIT, self._search)

    def _search(self) -> None:
        self._turn += 1
        self._reading.resume()
        turn, wanted = self._turn, self.wanted
        self.gym.background(lambda: self._work(turn, wanted), name="find", group="find")

    def _work(self, turn: int, wanted: Wanted) -> None:
        """In a thread; an older search than the newest is left undone."""
        if turn == self._turn:
            asked, store = wanted, self.desk.store
            if store is None and wanted.state:
                wanted = Wanted(wanted.words, wanted.topic, wanted.type, wanted.difficulty)
            self.post_message(self.Came(turn, asked, search(self.catalogue, store, wanted, limit=MOST)))

    @on(Came)
    async def _show(self, event: Came) -> None:
        if event.turn != self._turn:
            return
        self._reading.pause()
        self.found, self._found_for = event.found, event.wanted
        place = self.query_one("#list", VerticalScroll)
        had_focus = bool(self.query("#rows:focus"))
        async with self.batch():
            await place.remove_children()
            if self.found.hits:
                await place.mount(ListRows(self.found.hits, self._line, name="rows"))
            else:
                await place.mount(Said(lambda: Content.styled(_("Nothing was found."), "$quiet")))
        if had_focus:
            self._focus_list()
        self.query_one("#hits", Panel).retext()
        self.query_one("#filters", Said).retext()
        self.refresh_bindings()
        if self._opening:
            self._first()

    def _tell_reading(self) -> None:
        """Until an answer comes the title says what is being done, not how much the one before had found."""
        self.query_one("#hits", Panel).retext()

    # ------------------------------------------------------------------ words

    def _title(self) -> str:
        if self.found is None or self._found_for != self.wanted:
            catalogue = self.catalogue
            if catalogue.total > catalogue.done:
                return _("Reading the banks: {n} of {total} topics", n=catalogue.done, total=catalogue.total)
            return _("Searching…")
        if self.found.loose:
            return _("Nothing has all of these words; with some of them: {n}", n=self.found.total)
        total = f"{self.found.total}+" if self.found.more else str(self.found.total)
        if self.found.total > len(self.found.hits):
            return _("{n} of {total}", n=len(self.found.hits), total=total)
        return _("{n} found", n=total)

    def _filters(self) -> Content:
        wanted = self.wanted
        every = _("all")
        topic = self.desk.title(wanted.topic).get(i18n.language()) if wanted.topic else every
        level = "●" * wanted.difficulty + "○" * (3 - wanted.difficulty) if wanted.difficulty else every
        parts: list[tuple[str, str]] = []
        for words, value, on_now in (
            (_("topic"), fit(topic, 20).rstrip(), wanted.topic),
            (_("type"), type_word(wanted.type) if wanted.type else every, wanted.type),
            (_("level"), level, wanted.difficulty),
            (_("state"), state_word(wanted.state) if wanted.state else every, wanted.state),
        ):
            parts += [(f"{words} ", "$quiet"), (f"{value}   ", "bold $accent" if on_now else "$foreground")]
        return Content.assemble(*parts)

    def _line(self, hit: Hit, width: int) -> Content:
        known, lang = hit.entry, i18n.language()
        dots = "●" * known.difficulty + "○" * (3 - known.difficulty)
        kind = _("note") if hit.kind == "note" else type_word("drill") if hit.kind == "drill" else type_word(known.type)
        signs = Content("").join([Content.styled(*sign) for state, sign in STATE_SIGNS.items() if state in hit.states])
        tail = Content.assemble("  ", (fit(kind, 12), "$secondary"), " ", (dots, "$accent"), " ", signs)
        room = max(20, width - 3 - 21)
        title = marked(hit.marked[lang]) if lang in hit.marked else inline(known.title.get(lang) or known.title["en"])
        title = shorter(Content(" ").join(title.split("\n")), room)
        style = "$primary" if hit.kind == "question" else "bold $accent"
        first = Content.styled(f" {SIGNS[hit.kind]} ", style) + title + Content(" " * (room - title.cell_length)) + tail
        return lines(first, shorter(Content("     ") + marked(hit.snippet, "$quiet"), width - 1)) if hit.snippet else first

    def retext(self) -> None:
        """Say everything again."""
        super().retext()
        self.query_one(Input).placeholder = _("words in English or Chinese; left empty, everything is listed")
        for rows in self.query(ListRows):
            rows.repaint()

    # ------------------------------------------------------------------ actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is typed into the field is text."""
        if action in ("practise", "type"):
            return not self.query_one(Input).has_focus
        return True

    def action_turn(self, name: str, by: int = 1) -> None:
        """The next value of a filter."""
        known: dict[str, list[Any]] = {
            "topic": [t.slug for t in self.desk.library.topics], "type": list(TYPES), "difficulty": [1, 2, 3],
            "state": list(STATES) if self.desk.store is not None else [],
        }  # fmt: skip
        values = [None, *known[name]]
        now = getattr(self.wanted, name)
        turned = values[(values.index(now) + by) % len(values)] if now in values else None
        fields = {f: getattr(self.wanted, f) for f in Wanted.__struct_fields__} | {name: turned}
        self.wanted = Wanted(**fields)
        self.query_one("#filters", Said).retext()
        self._search()

    def action_all(self) -> None:
        """No filters."""
        self.wanted = Wanted(self.wanted.words)
        self.query_one("#filters", Said).retext()
        self._search()

    def action_type(self) -> None:
        """Back to what is typed."""
        self.query_one(Input).focus()

    def _focus_list(self) -> None:
        for rows in self.query(ListRows):
            rows.focus()

    def on_key(self, event: events.Key) -> None:
        """From what is typed down into the list, and back up."""
        if event.key == "down" and self.query_one(Input).has_focus:
            event.stop()
            self._focus_list()
        elif event.key == "up" and any(rows.has_focus and rows.cursor == 0 for rows in self.query(ListRows)):
            event.stop()
            event.prevent_default()
            self.query_one(Input).focus()

    @on(Input.Submitted, "#words")
    def _first(self) -> None:
        """Open the first that is found; what was typed since the last search is searched for before."""
        self._opening = self._found_for != self.wanted
        if self._opening:
            self._later.stop()
            self._search()
        elif self.found is not None and self.found.hits:
            self._open_hit(0)

    @on(Rows.Pressed, "#rows")
    def _open(self, event: Rows.Pressed) -> None:
        self._open_hit(event.place)

    def _open_hit(self, place: int) -> None:
        assert self.found is not None
        hit = self.found.hits[place]
        if hit.kind == "drill":
            from quizprep.tui.screens.drill import DrillScreen

            with self.gym.guarded():
                self.app.push_screen(DrillScreen(self.desk.library.drill(hit.entry.id)))
            return
        from quizprep.tui.screens.browse import Browse

        questions = list(dict.fromkeys(h.entry.id for h in self.found.hits if h.kind != "drill"))
        self.app.push_screen(Browse(questions, questions.index(hit.entry.id)))

    def action_practise(self) -> None:
        """A sitting of what was found, drills left out."""
        if self.found is None:
            return
        from quizprep.tui.screens.browse import practise

        practise(self.gym, list(dict.fromkeys(h.entry.id for h in self.found.hits if h.kind != "drill"))[:20])

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
