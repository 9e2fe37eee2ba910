"""Today's session: what is due, what a mistake in a drill brings back, new questions and one drill, sized to the user's minutes.

`counts` is cheap and says what there is; `today` plans it. Both read the store's clock only.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from quizprep.content.generator import Generator
from quizprep.content.library import Drill, Item, Library, Topic
from quizprep.content.mistakes import question_id
from quizprep.content.render import Rendered
from quizprep.errors import UnknownName
from quizprep.progress.standing import Standing
from quizprep.quiz.candidates import Candidates
from quizprep.quiz.choose import READING, draw, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizprep.content.catalogue import Catalogue
    from quizprep.progress.store import Store

MINUTES = 20
"""A session's length where the user named none."""
DRILL_SHARE = 0.6
"""The drill may take so much of the time; a longer one is not proposed."""
NEW_SHARE = 1 / 3
"""Of the time for questions, what is kept for new ones where more is due than fits."""
BEGUN = 0.5
"""Until so much of a topic is mastered, its easier questions come first."""
FEW = 4
LAST_DAYS = 3
"""So near to the interview nothing new is begun while something is due."""
OF_CONCEPT = 3
"""So many of a concept's questions come back after a mistake in a drill, beside the faulty line itself."""
MOST = 10
"""For each minute so many due questions are looked at; no session holds more."""
MISTAKE, DUE, NEW = "mistake", "due", "new"
"""Why a question is asked."""
MISSED, TRIED, FRESH = "missed", "tried", "fresh"
"""Why a drill is proposed."""


class Back(NamedTuple):
    """A question that a mistake in a drill brings back."""

    question: str
    topic: str
    drill: str
    mistake: str


@dataclass(frozen=True)
class Entry:
    """A question of the session, and why it is there."""

    rendered: Rendered
    why: str
    drill: str = ""
    """The drill in which the mistake was made."""
    seconds: float = 0.0
    """What it will take, by the user's own times."""


@dataclass(frozen=True)
class Session:
    """What to do today."""

    entries: list[Entry] = field(default_factory=list)
    drill: Drill | None = None
    drill_why: str = ""
    minutes: int = MINUTES

    @property
    def seconds(self) -> float:
        """What the whole will take."""
        drill = 60.0 * self.drill.info.par_minutes if self.drill else 0.0
        return drill + sum(e.seconds for e in self.entries)


@dataclass(frozen=True)
class Counts:
    """What there is to do."""

    due: int = 0
    """Questions whose day has come."""
    back: int = 0
    """Questions that a mistake in a drill brings back."""
    back_drill: str = ""
    """The drill in which the newest of these mistakes was made."""
    failed: int = 0
    """Questions that were wrong the last time, within two weeks."""
    new: int = 0
    """Questions never asked."""
    seen: int = 0
    """Questions answered at least once."""
    days_left: int | None = None
    """Days to the interview."""
    streak: int = 0
    drill: str = ""
    """The drill that follows today's questions."""
    drill_why: str = ""


def counts(library: Library, store: Store) -> Counts:
    """What there is to do now."""
    store.cards.settle()
    now = Standing(store)
    back = brought_back(library, store, now)
    total, seen = library.catalogue.count(), now.seen()
    missed = now.missed(topic.slug for topic in library.topics)
    drill, why = propose_drill(library, store, missed, DRILL_SHARE * minutes_a_day())
    return Counts(
        due=now.due_count(), back=len(back), back_drill=back[0].drill if back else "", failed=now.failed_lately(),
        new=max(0, total - seen), seen=seen, days_left=now.days_left(), streak=now.streak(),
        drill=drill.slug if drill else "", drill_why=why,
    )  # fmt: skip


def brought_back(library: Library, store: Store, now: Standing) -> list[Back]:
    """The questions that mistakes made in drills bring back and that were not answered since, the newest mistake's first.

    For each mistake: the question about its faulty line, and the weakest of the questions on the drill's concept.
    """
    left_out = store.cards.suspended()
    found: dict[str, Back] = {}
    for made in now.mistakes():
        try:
            drill = library.drill(made.drill)
        except UnknownName:
            continue
        topic = library.topic(drill.topic)
        for question in _questions_of(library.catalogue, topic, drill, made.mistake, store):
            card = store.cards.card(question)
            if question not in left_out and (card is None or card.last < made.at):
                found.setdefault(question, Back(question, topic.slug, made.drill, made.mistake))
    return list(found.values())


def _questions_of(catalogue: Catalogue, topic: Topic, drill: Drill, mistake: str, store: Store) -> list[str]:
    line = question_id(topic.slug, drill.slug, mistake)
    concept = drill.info.concepts[0] if drill.info.concepts else ""
    same = catalogue.of_concept(topic.slug, concept)
    known = store.strengths(same)
    same.sort(key=lambda question: known.get(question, (1, 0.0)))
    return [*catalogue.entries([line]), *same[:OF_CONCEPT]]


def today(library: Library, store: Store, minutes: int | None = None, *, seed: int | None = None) -> Session:
    """Plan the session: mistakes' questions first, then the longest due, then new ones, until the time is full.

    The questions are put so that no two of one topic follow each other where that can be avoided.

    Args:
        library: the banks.
        store: the progress.
        minutes: how long it may take; None for the setting, or 20.
        seed: makes the same session of the same history.
    """
    store.cards.settle()
    minutes = minutes or minutes_a_day()
    return _Planner(library, store, minutes, random.Random(seed)).plan()


def easier_first(items: Iterator[Item]) -> Iterator[Item]:
    """Always the easiest of the next few, so that a topic doesn't begin with its hardest questions."""
    few: list[Item] = []
    for item in items:
        few.append(item)
        if len(few) == FEW:
            yield few.pop(min(range(FEW), key=lambda n: _difficulty(few[n])))
    yield from sorted(few, key=_difficulty)


def _difficulty(item: Item) -> int:
    return min(item.levels) if isinstance(item, Generator) else item.difficulty


def minutes_a_day() -> int:
    """What the user gives a day: the setting, or 20."""
    from quizprep import config

    return config.load().minutes_a_day or MINUTES


class _Planner:
    """One session in the making."""

    def __init__(self, library: Library, store: Store, minutes: int, rng: random.Random) -> None:
        self.library, self.store, self.minutes, self.rng = library, store, minutes, rng
        self.now = Standing(store)
        self.usual: dict[str, float] = {}
        self.entries: list[Entry] = []

    def plan(self) -> Session:
        missed = self.now.missed(t.slug for t in self.library.topics)
        drill, why = propose_drill(self.library, self.store, missed, DRILL_SHARE * self.minutes)
        room = 60.0 * (self.minutes - (drill.info.par_minutes if drill else 0))
        back = brought_back(self.library, self.store, self.now)
        due = [d for d in self.now.due(limit=MOST * self.minutes) if d.question not in {b.question for b in back}]
        left = self.now.days_left()
        fresh = left is None or left > LAST_DAYS or not (due or back)
        wanted = [(b.question, b.topic, MISTAKE, b.drill) for b in back]
        wanted += [(d.question, d.topic, DUE, "") for d in due]
        rest = self._add(wanted, room * (1 - NEW_SHARE) if fresh else room)
        if fresh:
            self._add_new(room)
        self._add(rest, room)
        entries = spread(self.entries, lambda e: e.rendered.topic)
        return Session(entries, drill, why, self.minutes)

    def _used(self) -> float:
        return sum(e.seconds for e in self.entries)

    def _add(self, wanted: list[tuple[str, str, str, str]], room: float) -> list[tuple[str, str, str, str]]:
        """Add what fits, in its order; returns the rest, from the first that did not fit."""
        for place, (question, topic, why, drill) in enumerate(wanted):
            found = self._find(topic, question)
            if found is not None and not self._put(*found, why, drill, room):
                return wanted[place:]
        return []

    def _add_new(self, room: float) -> None:
        """Questions never asked, one of each topic in turn, the topics of which least is mastered first."""
        left_out = {*self.store.cards.suspended(), *(e.rendered.id for e in self.entries)}
        source = Candidates(self.library, self.store, left_out, self.rng)
        queues: dict[str, Iterator[Item]] = {}
        mastery = {t.slug: self._mastery(t) for t in self.library.topics}
        topics = sorted(self.library.topics, key=lambda t: (mastery[t.slug], self.rng.random()))
        any_left = True
        while any_left:
            any_left = False
            for topic in topics:
                if topic.slug not in queues:
                    queues[topic.slug] = source.unseen(topic)
                    if mastery[topic.slug] < BEGUN:
                        queues[topic.slug] = easier_first(queues[topic.slug])
                item = next(queues[topic.slug], None)
                if item is not None:
                    any_left = True
                    if not self._put(topic, item, NEW, "", room):
                        return

    def _mastery(self, topic: Topic) -> float:
        concepts = [c.slug for c in topic.info.concepts]
        return len(self.now.mastered(topic.slug, concepts)) / max(1, len(concepts))

    def _find(self, topic: str, question: str) -> tuple[Topic, Item] | None:
        """The item, or None where it left the banks."""
        source = Candidates(self.library, self.store, (), self.rng)
        for one in self.library.topics:
            if one.slug == topic:
                item = source.item(one, question)
                return None if item is None else (one, item)
        return None

    def _put(self, topic: Topic, item: Item, why: str, drill: str, room: float) -> bool:
        """Add a question; False where it would not end in time. The first one is always added."""
        if (rendered := draw(topic, item, self.rng)) is None:
            return True
        kind = rendered.question.kind
        if kind not in self.usual:
            self.usual[kind] = self.store.cards.usual_seconds(kind)
        entry = Entry(rendered, why, drill, self.usual[kind] + READING)
        if self.entries and self._used() + entry.seconds > room:
            return False
        self.entries.append(entry)
        return True


def propose_drill(
    library: Library, store: Store, missed: dict[str, list[str]], minutes: float
) -> tuple[Drill | None, str]:
    """The drill for today and why: one of a topic missed in questions, else one begun and not passed, else a fresh easy one.

    Args:
        library: the banks.
        store: the progress.
        missed: topic -> the concepts missed in it, as `Standing.missed` gives it.
        minutes: no drill with a longer par time is proposed.
    """
    states = store.drill_states()
    fitting = [d for d in library.drills if d.info.par_minutes <= minutes and states.get(d.slug) != "passed"]
    for topic, concepts in missed.items():
        of_topic = [d for d in fitting if d.topic == topic]
        of_topic.sort(key=lambda d: (not set(d.info.concepts) & set(concepts), d.info.difficulty))
        if of_topic:
            return of_topic[0], MISSED
    tried = [d for d in fitting if states.get(d.slug) == "tried"]
    if tried:
        return tried[0], TRIED
    fresh = sorted(fitting, key=lambda d: (d.info.difficulty, d.info.par_minutes))
    return (fresh[0], FRESH) if fresh else (None, "")

