"""How many questions, and which: as planned, or the weakest first."""

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
from quizprep.i18n import _
from quizprep.tui.screens.dialogs import Dialog, SaidButton
from quizprep.tui.widgets.said import Panel, Said

if TYPE_CHECKING:
    from quizprep.content.library import Topic

DEFAULT, MOST = 10, 200


class Setup(Dialog):
    """Asks how many questions of a topic (or of all) to put, then begins."""

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

    def compose(self) -> ComposeResult:
        """The number, ready to be confirmed."""
        with Panel(title=self._title, classes="dialog"):
            with Horizontal(classes="line"):
                yield Said(lambda: Content(_("How many questions?")), classes="label")
                yield Input(str(DEFAULT), type="integer", id="count", max_length=3)
            yield Said(lambda: Content(""), id="wrong")
            with Horizontal(classes="buttons"):
                yield SaidButton(lambda: _("Begin"), id="begin", variant="primary")

    def _title(self) -> str:
        title = self.topic.info.title.get(i18n.language()) if self.topic else _("Mixed practice")
        return f"{title} · " + _("the weakest first") if self.cram else title

    def on_mount(self) -> None:
        """The number can be typed over at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#begin")
    def _begin(self) -> None:
        typed = self.query_one(Input).value
        wrong = self.query_one("#wrong", Said)
        if not typed.isdigit() or not 1 <= int(typed) <= MOST:
            wrong.update(Content.styled(_("Give a number from 1 to {most}.", most=MOST), "$warning"))
            return
        app: Any = self.app
        topics = [self.topic.slug] if self.topic else None
        app.background(
            lambda: self.post_message(Setup.Planned(app.desk.plan(topics, int(typed), cram=self.cram))),
            name="plan",
            group="plan",
        )

    @on(Planned)
    def _start(self, event: Planned) -> None:
        from quizprep.tui.screens.question import QuestionScreen
        from quizprep.quiz.sitting import Sitting

        self.app.switch_screen(QuestionScreen(Sitting(event.questions, mode="cram" if self.cram else "quiz")))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(False)
