"""How long, how hard, on which topics: then the interview is planned."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message

from quizprep import i18n
from quizprep.errors import ProgressError
from quizprep.i18n import _
from quizprep.quiz.interview import LONGEST, SHORTEST, USUAL, Settings
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import fit
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Panel, Said

if TYPE_CHECKING:
    from quizprep.content.model import Text

BEGIN, LENGTH, LEVEL, TOPICS = 0, 1, 2, 3
"""Places of the rows; the topics follow."""
STEP = 5


class ChoiceRows(Rows):
    """Begin, length, level, and a row to tick for each topic."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "Begin/tick", id="interview-setup.open", tooltip="Begin, or tick this topic"),
        Binding("left,h", "change(-1)", "Less", id="interview-setup.less", tooltip="Shorter, or easier"),
        Binding("right,l", "change(1)", "More", id="interview-setup.more", tooltip="Longer, or harder"),
    ]

    def __init__(self, topics: list[tuple[str, Text]]) -> None:
        self.topics = topics
        self.ticked: set[str] = set()
        self.minutes, self.level = USUAL, 2
        super().__init__(TOPICS + len(topics), name="choices")

    @property
    def settings(self) -> Settings:
        """What is chosen; the topics in their order."""
        topics = tuple(slug for slug, _title in self.topics if slug in self.ticked)
        return Settings(minutes=self.minutes, level=self.level, topics=topics)

    def say_row(self, place: int) -> Content:
        """What the row stands for, and its value."""
        if place == BEGIN:
            return Content.assemble((" ▸ ", "$accent"), (_("Begin"), "bold"))
        if place == LENGTH:
            return self._value(_("Length"), _("{n} min", n=self.minutes))
        if place == LEVEL:
            words = {1: _("first interviews"), 2: _("as usual"), 3: _("demanding")}[self.level]
            return self._value(_("Level"), f"{self.level}  {words}")
        slug, title = self.topics[place - TOPICS]
        sign, style = ("■", "$accent") if slug in self.ticked else ("□", "$quiet")
        words = title.get(i18n.language())
        return Content.assemble((f" {sign} ", style), words)

    @staticmethod
    def _value(name: str, value: str) -> Content:
        return Content.assemble("   ", fit(name, 12), ("◂ ", "$quiet"), (value, "bold $primary"), (" ▸", "$quiet"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Length and level can be changed."""
        return self.cursor in (LENGTH, LEVEL) if action == "change" else super().check_action(action, parameters)

    def watch_cursor(self) -> None:
        """Other keys hold for another row."""
        super().watch_cursor()
        self.screen.refresh_bindings()

    def action_change(self, by: int) -> None:
        """More or less."""
        if self.cursor == LENGTH:
            self.minutes = min(LONGEST, max(SHORTEST, self.minutes + STEP * by))
        else:
            self.level = min(3, max(1, self.level + by))
        self.repaint()

    def action_open(self) -> None:
        """Begin, or tick."""
        self.post_message(self.Pressed(self, self.cursor))

    def press(self, place: int) -> bool:
        """A row was chosen; whether that begins the interview."""
        if place >= TOPICS:
            self.ticked ^= {self.topics[place - TOPICS][0]}
            self.repaint()
        return place == BEGIN


class InterviewSetup(QuizScreen[None]):
    """Asks, plans, and begins."""

    CSS_PATH = "interview_setup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", id="interview-setup.back", tooltip="Back"),
    ]

    class Begun(Message):
        """The interview is planned and kept."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self._busy = False

    def compose(self) -> ComposeResult:
        """The rows and what to expect."""
        yield Said(lambda: Content.styled(_("New interview"), "bold $primary"), classes="masthead", flow=False)
        with (
            Panel(title=lambda: _("Length, level, topics (none ticked: all)"), id="drills"),
            VerticalScroll(id="list", can_focus=False),
        ):
            yield ChoiceRows([(t.slug, t.info.title) for t in self.desk.library.topics])
        yield Said(self._note, id="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        """The first row begins."""
        self.query_one(ChoiceRows).focus()

    def on_screen_resume(self) -> None:
        """Back from a message that it could not be planned."""
        self.query_one("#hint", Said).retext()

    def _note(self) -> Content:
        words = _("Planning…") if self._busy else _(
            "Short questions, open ones with follow-ups, and a drill. No hints, no way back, no word until the end."
        )  # fmt: skip
        return Content.styled(words, "$quiet")

    def retext(self) -> None:
        """Say everything again."""
        super().retext()
        self.query_one(ChoiceRows).repaint()

    @on(Rows.Pressed, "#choices")
    def _pressed(self, event: Rows.Pressed) -> None:
        if self.query_one(ChoiceRows).press(event.place) and not self._busy:
            self._busy = True
            self.query_one("#hint", Said).retext()
            settings = self.query_one(ChoiceRows).settings
            self.gym.background(lambda: self._plan(settings), name="plan", group="plan")

    def _plan(self, settings: Settings) -> None:
        """In a thread."""
        from quizprep.progress import interviews
        from quizprep.quiz.interview import plan

        try:
            store = self.desk.store
            if store is None:
                raise self.desk.trouble or ProgressError(_("there is no progress database."))
            seed = random.SystemRandom().randrange(2**31)
            with self.desk.lock:
                planned = plan(self.desk.library, settings, seed=seed, recent=interviews.asked_lately(store))
            self.post_message(self.Begun(interviews.begin(store, settings, planned, seed).id))
        finally:
            self._busy = False

    @on(Begun)
    def _begun(self, event: Begun) -> None:
        from quizprep.tui.screens.interview import InterviewScreen

        self.app.switch_screen(InterviewScreen(event.number))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
