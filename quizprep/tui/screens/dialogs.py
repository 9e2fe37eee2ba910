"""Dialogs: a question with two answers, and one sentence about a problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button

from quizprep.i18n import _
from quizprep.text import printable
from quizprep.tui.base import retext
from quizprep.tui.widgets.said import Panel, Said

if TYPE_CHECKING:
    from quizprep.tui.app import QuizprepApp


class SaidButton(Button):
    """A button whose label can be said again."""

    def __init__(self, say: Callable[[], str], **kwargs: Any) -> None:
        self._say = say
        super().__init__(Content(say()), **kwargs)

    def retext(self) -> None:
        """Say it again."""
        self.label = Content(self._say())


class Dialog(ModalScreen[bool]):
    """Base of the dialogs: says its words again."""

    CSS_PATH = "dialogs.tcss"

    @property
    def gym(self) -> QuizprepApp:
        """The app, by its own type."""
        return cast("QuizprepApp", self.app)

    def retext(self) -> None:
        """Say everything again in the language in use."""
        retext(self)


class Confirm(Dialog):
    """Asks before something that can't be undone.

    Args:
        question: makes the question.
        yes: makes the label of the button that does it.
        no: makes the label of the button that doesn't.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes", tooltip="Yes"),
        Binding("n,escape", "answer(False)", "No", id="confirm.no", tooltip="No"),
        Binding("left,right,up,down", "app.focus_next", "Other", show=False, id="confirm.other"),
    ]

    def __init__(self, question: Callable[[], str], yes: Callable[[], str], no: Callable[[], str]) -> None:
        super().__init__()
        self.question, self.yes, self.no = question, yes, no

    def compose(self) -> ComposeResult:
        """The question and two buttons."""
        with Panel(classes="dialog"):
            yield Said(lambda: Content(self.question()))
            with Horizontal(classes="buttons"):
                yield SaidButton(lambda: f"{self.no()} (n)", id="no", variant="primary")
                yield SaidButton(lambda: f"{self.yes()} (y)", id="yes")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Answer by key."""
        self.dismiss(yes)


class Problem(Dialog):
    """One sentence: what is wrong and what to do. It can be copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "close", "Close", id="problem.close", tooltip="Close this message"),
        Binding("c", "copy", "Copy", id="problem.copy", tooltip="Copy the message"),
    ]

    def __init__(self, title: str, message: str) -> None:
        super().__init__()
        self._heading, self.message = title, printable(message)

    def compose(self) -> ComposeResult:
        """The sentence and two buttons."""
        with Panel(title=lambda: f"! {self._heading}", classes="dialog problem"):
            with VerticalScroll(classes="message", can_focus=False):
                yield Said(lambda: Content(self.message))
            with Horizontal(classes="buttons"):
                yield SaidButton(lambda: _("Close"), id="close", variant="primary")
                yield SaidButton(lambda: _("Copy") + " (c)", id="copy")

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close."""
        self.dismiss(True)

    @on(Button.Pressed, "#copy")
    def action_copy(self) -> None:
        """Copy the message."""
        self.app.copy_to_clipboard(self.message)
        self.app.notify(_("Copied."), markup=False)
