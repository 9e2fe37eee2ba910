"""The right answer of a question, as if it had been given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizprep.content.render import Rendered


def answer_value(rendered: Rendered) -> Any:
    """The right answer in the form that `answers.read` returns (of a cloze, the first accepted texts)."""
    from quizprep.content.model import Choice, Choices, Cloze, Line, Match, Number, Open, Order, Shape, Short

    match rendered.question:
        case Choice():
            return rendered.key[0]
        case Choices() | Order() | Match():
            return list(rendered.key)
        case Number(answer=value) | Shape(answer=value):
            return value
        case Line(answer=lines):
            return lines[0]
        case Short(accept=accept):
            return accept[0]
        case Cloze(blanks=blanks):
            return [b.accept[0] for b in blanks]
        case Open(rubric=rubric):
            return list(range(len(rubric)))
    raise AssertionError(rendered.question)
