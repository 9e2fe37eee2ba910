"""One quiz from its first question to the summary: what was planned, what was answered, what comes again. """

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from quizprep.quiz.schedule import Card, again_soon

if TYPE_CHECKING:
    from quizprep.content.library import Drill
    from quizprep.content.render import Rendered
    from quizprep.quiz.answers import Result
    from quizprep.quiz.today import Session

MOST_AGAIN = 3
"""A question comes again at most so often in one sitting; after that it waits for the next one."""


@dataclass(frozen=True)
class Answered:
    """A question, what was answered, and what that was worth."""

    rendered: Rendered
    answer: Any
    result: Result
    saved: bool
    number: int = 0
    """The answer's id in the database; 0 where it could not be saved."""
    again: bool = False
    """Whether it came again after an earlier answer in this sitting."""
    card: Card | None = None
    """Where the question stands after it."""


@dataclass
class Sitting:
    """The questions of one quiz and the answers so far. What is next follows from these alone, so that undo is a pop."""

    questions: Sequence[Rendered]
    """As planned; those that come again are not among them."""
    id: str = field(default_factory=lambda: uuid4().hex)
    answered: list[Answered] = field(default_factory=list)
    mode: str = "quiz"
    whys: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Question id -> why it is asked (as in `quiz.today`), and the drill where a mistake was made."""
    drill: Drill | None = None
    """The drill that follows the questions."""
    drill_why: str = ""

    @classmethod
    def of(cls, session: Session) -> Sitting:
        """The sitting of a session planned for today."""
        return cls(
            [e.rendered for e in session.entries], mode="today", whys={e.rendered.id: (e.why, e.drill) for e in session.entries},
            drill=session.drill, drill_why=session.drill_why,
        )  # fmt: skip

    @property
    def first(self) -> list[Answered]:
        """The answers without those to questions that came again."""
        return [a for a in self.answered if not a.again]

    def waiting(self) -> list[Answered]:
        """The answers whose questions come again in this sitting, the soonest first; never twice in a row the same."""
        newest = {a.rendered.id: a for a in self.answered}
        times = Counter(a.rendered.id for a in self.answered if a.again)
        found = [a for name, a in newest.items() if a.card and again_soon(a.card) and times[name] < MOST_AGAIN]
        return sorted((a for a in found if a is not self.answered[-1]), key=lambda a: a.card.due if a.card else 0)

    def upcoming(self, now: int) -> tuple[Rendered, bool] | None:
        """The next question and whether it comes again (then a fresh variant is to be made of it); None at the end.

        Args:
            now: milliseconds since 1970. What comes again does so when its time has come, or when nothing else is left.
        """
        waiting = self.waiting()
        if waiting and waiting[0].card and waiting[0].card.due <= now:
            return waiting[0].rendered, True
        if len(self.first) < len(self.questions):
            return self.questions[len(self.first)], False
        return (waiting[0].rendered, True) if waiting else None

    @property
    def total(self) -> int:
        """How many questions there are, as far as is known now."""
        return len(self.questions) + len(self.answered) - len(self.first) + len(self.waiting())

    @property
    def done(self) -> bool:
        """Whether nothing is left to ask."""
        return len(self.first) >= len(self.questions) and not self.waiting()

    @property
    def right(self) -> int:
        """How many first answers were right."""
        return sum(a.result.correct for a in self.first)

    @property
    def wrong(self) -> list[Answered]:
        """The first answers that were not (fully) right."""
        return [a for a in self.first if not a.result.correct]

    def by_topic(self) -> dict[str, tuple[int, int]]:
        """For each topic: right first answers, all first answers."""
        found: dict[str, tuple[int, int]] = {}
        for a in self.first:
            right, n = found.get(a.rendered.topic, (0, 0))
            found[a.rendered.topic] = (right + a.result.correct, n + 1)
        return found
