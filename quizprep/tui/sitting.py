"""One quiz from its first question to the summary. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from quizprep.content.render import Rendered
    from quizprep.quiz.answers import Result


@dataclass(frozen=True)
class Answered:
    """A question, what was answered, and what that was worth."""

    rendered: Rendered
    answer: Any
    result: Result
    saved: bool


@dataclass
class Sitting:
    """The questions of one quiz and the answers so far."""

    questions: Sequence[Rendered]
    id: str = field(default_factory=lambda: uuid4().hex)
    answered: list[Answered] = field(default_factory=list)

    @property
    def place(self) -> int:
        """0-based place of the question that is open, or was answered last."""
        return min(len(self.answered), len(self.questions) - 1)

    @property
    def done(self) -> bool:
        """Whether all questions are answered."""
        return len(self.answered) >= len(self.questions)

    @property
    def right(self) -> int:
        """How many answers were right."""
        return sum(a.result.correct for a in self.answered)

    @property
    def wrong(self) -> list[Answered]:
        """The answers that were not (fully) right."""
        return [a for a in self.answered if not a.result.correct]

    def by_topic(self) -> dict[str, tuple[int, int]]:
        """For each topic: right answers, all answers."""
        found: dict[str, tuple[int, int]] = {}
        for a in self.answered:
            right, n = found.get(a.rendered.topic, (0, 0))
            found[a.rendered.topic] = (right + a.result.correct, n + 1)
        return found
