"""Where the user stands now, read from cards and answers by their indexes: due, failed lately, mastered, streak.

Every question here is answered by an index or by the (small) table of cards, so that a million answers make it no slower.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import NamedTuple

from quizprep.quiz import schedule
from quizprep.quiz.schedule import Card, local_day, midnight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizprep.progress.store import Store

LATELY_DAYS = 14
"""A wrong answer counts as failed lately for so long."""
MISTAKE_DAYS = 30
"""A mistake made in a drill brings its questions back for so long."""
LAST, WRONG = 5, 2
"""A topic with so many wrong among the last so many first tries proposes its drill."""
MASTERED = 2
"""So many first tries in a row must have been right for a concept to count as mastered."""
DUE = (
    " FROM cards WHERE due < ?1 AND (state IN (0, 2) OR due <= ?2)"
    " AND question NOT IN (SELECT question FROM suspended)"
)


class Due(NamedTuple):
    """A question whose time has come."""

    question: str
    topic: str
    concept: str
    card: Card


class Made(NamedTuple):
    """A known mistake that was diagnosed in a drill."""

    drill: str
    mistake: str
    at: int


class Standing:
    """Reads how a `Store` stands at its clock's time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.now = store._now()
        self.today = local_day(self.now)

    # ------------------------------------------------------------------ due

    def _bounds(self) -> tuple[int, int]:
        return midnight(self.today + timedelta(days=1)), self.now

    def due(self, limit: int = 1_000_000) -> list[Due]:
        """What is due today or before, the longest overdue first; learning steps at their very time; none suspended."""
        rows = self._store._rows(
            "SELECT question, topic, concept, state, step, stability, difficulty, due, last, correct, reviews, lapses"
            f"{DUE} ORDER BY due LIMIT ?3",
            (*self._bounds(), limit),
        )
        return [Due(q, topic, concept, Card(*card)) for q, topic, concept, *card in rows]

    def due_count(self) -> int:
        """How many questions are due."""
        tomorrow, now = self._bounds()
        rows = self._store._rows(  # what is due by now needs the index alone, whatever its state
            "SELECT (SELECT count(*) FROM cards WHERE due <= ?2 AND question NOT IN (SELECT question FROM suspended))"
            " + (SELECT count(*) FROM cards WHERE due > ?2 AND due < ?1 AND state IN (0, 2)"
            " AND question NOT IN (SELECT question FROM suspended))",
            (tomorrow, now),
        )
        return int(rows[0][0])

    def failed_lately(self) -> int:
        """How many questions were wrong when they were last answered, within the last two weeks."""
        since = midnight(self.today - timedelta(days=LATELY_DAYS - 1))
        return int(self._store._rows("SELECT count(*) FROM cards WHERE correct = 0 AND last >= ?", (since,))[0][0])

    def seen(self) -> int:
        """How many questions were answered at least once."""
        return int(self._store._rows("SELECT total(n) FROM tallies WHERE kind = 'card'")[0][0])

    def all_cards(self) -> list[Due]:
        """Every question answered so far and not suspended."""
        rows = self._store._rows(
            "SELECT question, topic, concept, state, step, stability, difficulty, due, last, correct, reviews, lapses"
            " FROM cards WHERE question NOT IN (SELECT question FROM suspended)"
        )
        return [Due(q, topic, concept, Card(*card)) for q, topic, concept, *card in rows]

    # ------------------------------------------------------------------ mistakes and missed topics

    def mistakes(self) -> list[Made]:
        """The known mistakes made in drills within the last month, the newest first, each once."""
        since = midnight(self.today - timedelta(days=MISTAKE_DAYS - 1))
        rows = self._store._rows(
            "SELECT drill, mistake, max(at) FROM submissions WHERE mistake != '' AND at >= ?"
            " GROUP BY drill, mistake ORDER BY max(at) DESC",
            (since,),
        )
        return [Made(*row) for row in rows]

    def missed(self, topics: Iterable[str]) -> dict[str, list[str]]:
        """The topics of which too many of the last first tries were wrong: topic -> the concepts missed, newest first."""
        found: dict[str, list[str]] = {}
        for topic in topics:
            last = self._store._rows(
                "SELECT concept, correct FROM answers WHERE topic = ? AND first AND NOT undone ORDER BY id DESC LIMIT ?",
                (topic, LAST),
            )
            wrong = [concept for concept, correct in last if not correct]
            if len(wrong) >= WRONG:
                found[topic] = wrong
        return found

    # ------------------------------------------------------------------ mastery

    def mastered(self, topic: str, concepts: Iterable[str]) -> set[str]:
        """The concepts of a topic whose last two first-try answers were both right.

        A first try is the first answer to a question in a session; what was corrected, repeated or taken back doesn't count.
        """
        rows = self._store._rows(
            "SELECT value FROM json_each(?1) AS concepts WHERE (SELECT total(correct) FROM (SELECT correct FROM answers"
            " WHERE topic = ?2 AND concept = concepts.value AND first = 1 AND undone = 0 ORDER BY id DESC LIMIT ?3)) = ?3",
            (json.dumps(list(concepts)), topic, MASTERED),
        )
        return {row[0] for row in rows}

    # ------------------------------------------------------------------ days

    def practised(self, day: date) -> bool:
        """Whether a question was answered or a drill submitted on that local day."""
        bounds = (midnight(day), midnight(day + timedelta(days=1)))
        return bool(
            self._store._rows("SELECT 1 FROM tallies WHERE kind = 'day' AND name = ? AND n > 0", (day.isoformat(),))
            or self._store._rows("SELECT 1 FROM submissions WHERE at >= ? AND at < ? LIMIT 1", bounds)
        )

    def streak(self) -> int:
        """Days practised in a row up to today; yesterday's streak stands until today ends. No day is forgiven."""
        days = {row[0] for row in self._store._rows("SELECT name FROM tallies WHERE kind = 'day' AND n > 0")}
        day = self.today if self.practised(self.today) else self.today - timedelta(days=1)
        count = 0
        while day.isoformat() in days or self.practised(day):
            day, count = day - timedelta(days=1), count + 1
        return count

    def days_left(self) -> int | None:
        """Days until the interview; None where none is set or it is over."""
        return schedule.days_left(self._store.cards.policy, self.today)
