"""A question that was answered before: the same variant, the answer given, the verdict."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from quizprep import i18n
from quizprep.content.render import Rendered
from quizprep.quiz.answers import Result
from quizprep.tui.base import QuizScreen
from quizprep.tui.screens.question import Page
from quizprep.tui.widgets.answers import answer_box
from quizprep.tui.widgets.asked import Asked, Verdict
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.said import Said


class Review(QuizScreen[None]):
    """Shows one answer again."""

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "back", "Back", id="review.back", tooltip="Back"),
    ]

    def __init__(self, rendered: Rendered, answer: Any, result: Result, when: str = "") -> None:
        super().__init__()
        self.rendered, self.answer, self.result, self.when = rendered, answer, result, when

    def compose(self) -> ComposeResult:
        """The frozen question."""
        yield Said(self._head, id="head", flow=False)
        box = answer_box(self.rendered)
        box.restore(self.answer)
        self.box = box
        with Page(id="page"):
            yield Asked(self.rendered)
            yield box
            yield Verdict(self.rendered, self.result, True)
        yield KeyBar()

    def _head(self) -> Content:
        topic = self.desk.title(self.rendered.topic).get(i18n.language())
        return Content.assemble((topic, "bold $primary"), (f"   {self.rendered.id}   {self.when}", "$quiet"))

    def on_mount(self) -> None:
        """Freeze it."""
        self.box.freeze(self.result)
        self.query_one(Page).focus()

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
