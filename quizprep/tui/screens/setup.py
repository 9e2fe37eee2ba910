"""How many questions, and which: as planned, or the weakest first, as many or as long as one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input

from quizprep import i18n
from quizprep.errors import UsageError
from quizprep.i18n import _
from quizprep.tui.screens.dialogs import Dialog, SaidButton
from quizprep.tui.widgets.said import Panel, Said

if TYPE_CHECKING:
    from quizprep.content.library import Topic

DEFAULT, MOST, LONGEST = 10, 200, 480
"""Questions, and minutes of cramming."""


class Setup(Dialog):
    """Asks how many questions of a topic (or of all) to put, then begins.

    Args:
        topic: None for all.
        cram: the weakest first; then minutes may be given in the place of a number.
    """

    CSS_PATH: ClassVar[Any] = ["dialogs.tcss", "setup.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="setup.back", tooltip="Back to the topics"),
    ]

    class Planned(Message):
        """The questions are chosen."""

        def __init__(self, questions: list[Any]) -> None:
            super().__init__()
            self.questions = questions

    def __init__(self, topic: Topic | None, *, cram: bool = False) -> None:
        super().__init__()
        self.topic, self.cram = topic, cram
        self._wrong, self._planning = "", False

    def compose(self) -> ComposeResult:
        """The number, ready to be confirmed."""
        from quizprep.quiz.today import minutes_a_day

        with Panel(title=self._title, classes="dialog"):
            if self.cram:
                with Horizontal(classes="line"):
                    yield Said(lambda: Content(_("For how many minutes?")), classes="label")
                    yield Input(str(minutes_a_day()), type="integer", id="minutes", max_length=3)
            with Horizontal(classes="line"):
                yield Said(lambda: Content(self._how_many()), classes="label")
                yield Input("" if self.cram else str(DEFAULT), type="integer", id="count", max_length=3)
            yield Said(self._word, id="wrong")
            with Horizontal(classes="buttons"):
                yield SaidButton(lambda: _("Begin"), id="begin", variant="primary")

    def on_screen_resume(self) -> None:
        """Back from a message that nothing could be chosen."""
        self.query_one("#wrong", Said).retext()

    def _title(self) -> str:
        title = self.topic.info.title.get(i18n.language()) if self.topic else _("Mixed practice")
        return f"{title} · " + _("the weakest first") if self.cram else title

    def _how_many(self) -> str:
        return _("Or how many questions?") if self.cram else _("How many questions?")

    def _word(self) -> Content:
        if self._wrong:
            return Content.styled(self._wrong, "$warning")
        return Content.styled(_("Choosing the questions…"), "$quiet") if self._planning else Content("")

    def on_mount(self) -> None:
        """The number can be typed over at once."""
        self.query(Input).first().focus()

    def _number(self, field: str, most: int) -> int | None:
        """What stands in a field; None where it is empty or not shown.

        Raises:
            UsageError: it is no number in its range.
        """
        typed = "".join(found.value for found in self.query(f"#{field}").results(Input))
        if not typed:
            return None
        if not typed.isdigit() or not 1 <= int(typed) <= most:
            raise UsageError(_("Give a number from 1 to {most}.", most=most))
        return int(typed)

    @on(Input.Submitted)
    @on(Button.Pressed, "#begin")
    def _begin(self) -> None:
        try:
            minutes, count = self._number("minutes", LONGEST), self._number("count", MOST)
            if minutes is None and count is None:
                raise UsageError(_("Give a number from 1 to {most}.", most=MOST))
        except UsageError as e:
            self._wrong = str(e)
        else:
            self._wrong = ""
            if not self._planning:
                self._planning = True
                self.gym.background(lambda: self._plan(count, minutes), name="plan", group="plan")
        self.query_one("#wrong", Said).retext()

    def _plan(self, count: int | None, minutes: int | None) -> None:
        """In a thread: choose."""
        topics, desk = [self.topic.slug] if self.topic else None, self.gym.desk
        try:
            questions = desk.cram(topics, count, minutes) if self.cram else desk.plan(topics, count or DEFAULT)
        finally:
            self._planning = False
        self.post_message(Setup.Planned(questions))

    @on(Planned)
    def _start(self, event: Planned) -> None:
        from quizprep.quiz.sitting import Sitting
        from quizprep.tui.screens.question import QuestionScreen

        self.app.switch_screen(QuestionScreen(Sitting(event.questions, mode="cram" if self.cram else "quiz")))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(False)
