"""Line: a cursor over highlighted code."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from quizprep.content.model import Line
from quizprep.content.render import Rendered
from quizprep.i18n import _
from quizprep.tui.prose import Flow, code
from quizprep.tui.widgets.answers.base import AnswerBox
from quizprep.tui.widgets.rows import Rows


class CodeRows(Rows):
    """The lines of code."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give", "This line", id="answer.give", tooltip="Name this line as the faulty one"),
    ]

    def __init__(self, box: LineBox) -> None:
        assert isinstance(box.rendered.question, Line)
        self.box, self.answer = box, box.rendered.question.answer
        self.lines = code(box.rendered.question.code).split("\n", allow_blank=True)
        self.picked: int | None = None
        super().__init__(len(self.lines), classes="code-rows")

    def say_row(self, place: int) -> Content | Flow:
        """Number and code."""
        sign, style = "  ", "$quiet"
        if self.frozen and place + 1 in self.answer:
            sign, style = "✓ ", "bold $success"
        elif self.frozen and place == self.picked:
            sign, style = "✗ ", "bold $error"
        elif not self.frozen and place == self.cursor:
            sign, style = "▸ ", "bold $accent"
        head = Content.assemble((sign, style), (f"{place + 1:>2} ", "$quiet"))
        return Flow(head + self.lines[place], hang=5)

    def marks(self, place: int) -> dict[str, bool]:
        """Right and wrong, after the answer."""
        right = place + 1 in self.answer
        return {"-right": self.frozen and right, "-wrong": self.frozen and place == self.picked and not right}

    def action_give(self) -> None:
        """Answer."""
        self.picked = self.cursor
        self.box.submit()


class LineBox(AnswerBox):
    """Takes a line."""

    def __init__(self, rendered: Rendered) -> None:
        super().__init__(rendered)
        self.rows = CodeRows(self)

    def compose(self) -> ComposeResult:
        """The rows."""
        yield self.rows

    @on(Rows.Pressed)
    def _pressed(self, event: Rows.Pressed) -> None:
        event.stop()

    @property
    def raw(self) -> Any:
        """The 1-based line."""
        return self.rows.cursor + 1

    def restore(self, answer: Any) -> None:
        """The line again."""
        self.rows.picked = int(answer) - 1

    def settle(self) -> None:
        """Marks on the rows."""
        self.rows.freeze()

    def begin(self) -> None:
        """Focus the code."""
        self.rows.focus()

    def hint(self) -> str:
        """How to answer."""
        return _("Move to the faulty line, then enter.")
