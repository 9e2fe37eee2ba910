"""What all answer widgets share: they hold a raw answer, submit it, and freeze with the marks on it."""

from __future__ import annotations

from typing import Any

from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from quizprep import i18n
from quizprep.content.model import Text
from quizprep.content.render import Rendered
from quizprep.quiz.answers import Result

LETTERS = "abcdefghij"


class AnswerBox(Vertical):
    """Takes the answer to one question.

    Args:
        rendered: the question as it is put.
    """

    class Submitted(Message):
        """The user gives this answer; raw, as `quiz.answers.read` takes it."""

        def __init__(self, raw: Any) -> None:
            super().__init__()
            self.raw = raw

    class Changed(Message):
        """The hint is another now."""

    def __init__(self, rendered: Rendered) -> None:
        super().__init__(classes="answer")
        self.rendered = rendered
        self.result: Result | None = None

    @property
    def raw(self) -> Any:
        """The answer as it stands."""
        raise NotImplementedError

    def submit(self) -> None:
        """Give the answer, unless it was given."""
        if self.result is None:
            self.post_message(self.Submitted(self.raw))

    def restore(self, answer: Any) -> None:
        """Put back an answer that was given before."""
        raise NotImplementedError

    def freeze(self, result: Result) -> None:
        """Show the marks; nothing can be changed any more."""
        self.result = result
        self.add_class("-frozen")
        self.settle()

    def settle(self) -> None:
        """Draw the frozen state."""

    def begin(self) -> None:
        """Take the focus."""
        self.focus()

    def hint(self) -> str:
        """One line: how to answer."""
        return ""


def words(text: Text) -> Content:
    """A text of the question in the language in use."""
    from quizprep.tui.prose import inline

    return inline(text.get(i18n.language()))
