"""Counting the banks and the answers for the first screen. Runs in a thread."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from quizprep.quiz.today import Counts, counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizprep.progress.clocks import Run
    from quizprep.progress.interviews import InterviewRow
    from quizprep.tui.desk import Desk

LET_IN = 0.001
"""Seconds between two topics in which whoever waits for the library gets it."""


@dataclass(frozen=True)
class Facts:
    """What is known of a topic."""

    questions: int = 0
    drills: int = 0
    answered: int = 0
    right: int = 0
    concepts: int = 0
    mastered: frozenset[str] = frozenset()
    """The concepts whose last two first-try answers were both right, as ``topic/concept``."""

    @property
    def share(self) -> float | None:
        """Share of right answers."""
        return self.right / self.answered if self.answered else None

    @property
    def mastery(self) -> float | None:
        """Share of the concepts that are mastered; None while nothing was answered."""
        return len(self.mastered) / self.concepts if self.answered and self.concepts else None

    def __add__(self, other: Facts) -> Facts:
        return Facts(
            self.questions + other.questions, self.drills + other.drills, self.answered + other.answered,
            self.right + other.right, self.concepts + other.concepts, self.mastered | other.mastered,
        )  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """All that the first screen says."""

    facts: dict[str, Facts] = field(default_factory=dict)
    passed: int = 0
    drills: int = 0
    counts: Counts = field(default_factory=Counts)
    begun: dict[str, Run] = field(default_factory=dict)
    """Drills whose clock is open."""
    interview: InterviewRow | None = None
    """The one that is not finished."""


def read(desk: Desk, told: Callable[[int, int], None], given_up: Callable[[], bool]) -> bool:
    """Read the topics that changed since they were read last (at the first start all), letting others in between.

    Returns whether all are read; the rest is read the next time.

    Args:
        desk: whose banks.
        told: is given how many topics are done, and how many there are, after each that had to be read.
        given_up: asked between two topics, whether to stop.
    """
    with desk.lock:
        topics, catalogue = desk.library.topics, desk.library.catalogue
    for n, topic in enumerate(topics, 1):
        if given_up():
            return False
        anew = partial(_told, told, n, len(topics))
        with desk.lock:
            catalogue.refresh(anew, topic=topic.slug)
        time.sleep(LET_IN)
    with desk.lock:
        catalogue.refresh()
    return True


def _told(told: Callable[[int, int], None], n: int, total: int, *_one: int) -> None:
    told(n, total)


def tally(desk: Desk) -> Tally:
    """Count."""
    from quizprep.progress.clocks import begun
    from quizprep.progress.interviews import unfinished
    from quizprep.progress.standing import Standing

    with desk.lock:
        store, library = desk.store, desk.library
        count = library.catalogue.count
        drills = library.drills
        if store is None:
            facts = {t.slug: Facts(count(t.slug), len(t.drills), concepts=len(t.info.concepts)) for t in library.topics}
            return Tally(facts, 0, len(drills), Counts(new=sum(f.questions for f in facts.values())))
        answered, states, now = store.by_topic(), store.drill_states(), Standing(store)
        facts = {}
        for topic in library.topics:
            n = answered.get(topic.slug, {"answers": 0, "right": 0})
            concepts = [c.slug for c in topic.info.concepts]
            mastered = frozenset(f"{topic.slug}/{c}" for c in now.mastered(topic.slug, concepts)) if n["answers"] else frozenset()
            facts[topic.slug] = Facts(
                count(topic.slug), len(topic.drills), n["answers"], n["right"], len(concepts), mastered
            )
        passed = sum(states.get(d.slug) == "passed" for d in drills)
        return Tally(facts, passed, len(drills), counts(library, store), begun(store), unfinished(store))


def first_start(desk: Desk) -> bool:
    """Whether nothing was answered, there are no settings, and they were not left open before."""
    from quizprep import paths
    from quizprep.progress.standing import Standing

    store = desk.store
    return store is not None and not (paths.config_file().exists() or store.cards.recall("welcomed") or Standing(store).seen())
