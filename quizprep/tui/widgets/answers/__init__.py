"""One widget for each type of question; `answer_box` picks it and imports no other."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizprep.content.render import Rendered
    from quizprep.tui.widgets.answers.base import AnswerBox

WIDGETS = {
    "choice": "options.OptionBox",
    "choices": "options.OptionBox",
    "number": "typed.TypedBox",
    "shape": "typed.TypedBox",
    "text": "typed.TypedBox",
    "cloze": "cloze.ClozeBox",
    "order": "order.OrderBox",
    "match": "match.MatchBox",
    "line": "line.LineBox",
    "open": "open.OpenBox",
}


def answer_box(rendered: Rendered) -> AnswerBox:
    """The widget that takes the answer to this question."""
    module, name = WIDGETS[rendered.question.kind].split(".")
    box: AnswerBox = getattr(import_module(f"{__name__}.{module}"), name)(rendered)
    return box
