"""Number, shape and short text: one input."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input

from quizprep import i18n
from quizprep.content.model import Number, Shape, Short
from quizprep.content.render import Rendered
from quizprep.i18n import _
from quizprep.tui.prose import GOOD
from quizprep.tui.widgets.answers.base import AnswerBox, words
from quizprep.tui.widgets.said import Said


class TypedBox(AnswerBox):
    """Takes a typed answer."""

    def __init__(self, rendered: Rendered) -> None:
        super().__init__(rendered)
        self.input = Input(id="typed", select_on_focus=False)
        self.retext()

    def compose(self) -> ComposeResult:
        """The input, and the unit after it."""
        with Horizontal(classes="typed-line"):
            yield Said(self._mark, classes="typed-mark")
            yield self.input
            if isinstance(self.rendered.question, Number) and self.rendered.question.unit:
                unit = self.rendered.question.unit
                yield Said(lambda: words(unit), classes="unit")

    def _mark(self) -> Content:
        if self.result is None:
            return Content.styled("›", "bold $accent")
        return Content.styled("✓", GOOD) if self.result.correct else Content.styled("✗", "bold $error")

    def retext(self) -> None:
        """The form wanted, in the input while it is empty."""
        question = self.rendered.question
        form = ""
        if isinstance(question, Shape):
            form = question.axes or _("numbers separated by commas")
        elif isinstance(question, Number | Short) and question.form is not None:
            form = question.form.get(i18n.language())
        elif isinstance(question, Number):
            form = _("a number")
        self.input.placeholder = form

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.submit()

    @property
    def raw(self) -> Any:
        """What was typed."""
        return self.input.value

    def restore(self, answer: Any) -> None:
        """Type it again."""
        self.input.value = ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer)

    def settle(self) -> None:
        """No more typing."""
        self.input.disabled = True
        self.query_one(".typed-mark", Said).retext()

    def begin(self) -> None:
        """Focus the input."""
        self.input.focus()

    def hint(self) -> str:
        """How to answer."""
        return _("Type the answer, then enter.")
