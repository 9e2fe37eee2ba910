"""What could be asked next, topic by topic, read only as far as it is wanted: a bank of 100,000 questions is never gone through.

The order within a topic is drawn by the seed. Questions never asked come with their concepts in turn; those asked before come oldest
first.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from math import gcd
from typing import TYPE_CHECKING, TypeVar

from quizprep.content.library import Item, Library, Topic
from quizprep.errors import ContentError, ProgressError, UnknownName

if TYPE_CHECKING:
    from quizprep.content.catalogue import Brief
    from quizprep.progress.store import Store

T = TypeVar("T")
PAGE = 50
"""So many are read at once of those asked before."""


class Candidates:
    """The items of a library by how they stand.

    Args:
        library: the banks.
        store: how the questions stand; None: none was ever asked.
        left_out: ids that are not to be asked.
        rng: draws the order.
    """

    def __init__(self, library: Library, store: Store | None, left_out: Iterable[str], rng: random.Random) -> None:
        self.catalogue, self.store, self.rng = library.catalogue, store, rng
        self.left_out = frozenset(left_out)

    def item(self, topic: Topic, question: str) -> Item | None:
        """The item, or None where it left the banks or can't be loaded; the latter is noted with the topic's problems."""
        try:
            return self.catalogue.item(question)
        except UnknownName:
            return None
        except ContentError as e:
            if str(e) not in {str(p) for p in topic.problems}:
                topic.problems.append(e)
            return None

    def unseen(self, topic: Topic) -> Iterator[Item]:
        """Those never asked, the concepts in turn; the many about faulty lines count as one of them."""
        asked = self.store.asked_in(topic.slug) if self.store else 0
        if 2 * asked > self.catalogue.count(topic.slug):
            yield from self._left_over(topic, asked)
            return
        yield from self._in_turn(topic, self._unseen)

    def briefs(self, topic: Topic) -> Iterator[Brief]:
        """All in the same order, asked or not, and none of them read; those left out too."""
        return self._in_turn(topic, lambda topic, *family: (brief for page in self._pages(topic, *family) for brief in page))

    def _in_turn(self, topic: Topic, queue: Callable[[Topic, str, int, int], Iterator[T]]) -> Iterator[T]:
        families = list(self.catalogue.families(topic.slug).items())
        self.rng.shuffle(families)
        starts = [(family, count, self.rng.randrange(count)) for family, count in families]
        return turns([partial(queue, topic, *one) for one in starts])

    def _pages(self, topic: Topic, family: str, count: int, start: int) -> Iterator[list[Brief]]:
        """One family by steps that scatter: neighbours in a bank are alike."""
        step = next(s for s in range(max(1, int(count * 0.618)), count + 2) if gcd(s, count) == 1)
        done, size = 0, 4
        while done < count:
            size = min(2 * size, 256)
            page = [(start + n * step) % count for n in range(done, min(done + size, count))]
            done += len(page)
            yield self.catalogue.at(topic.slug, family, page)

    def _unseen(self, topic: Topic, family: str, count: int, start: int) -> Iterator[Item]:
        for page in self._pages(topic, family, count, start):
            ids = [brief.id for brief in page]
            known = self.store.asked(ids) if self.store else frozenset()
            for question in ids:
                if question not in known and question not in self.left_out:
                    item = self.item(topic, question)
                    if item is not None:
                        yield item

    def _left_over(self, topic: Topic, asked: int) -> Iterator[Item]:
        """The same where most were asked: all are compared, and that none is left is remembered while it is so."""
        assert self.store is not None
        name, now = f"asked through {topic.slug}", f"{self.catalogue.stamp(topic.slug)} {asked}"
        if self.store.cards.recall(name) == now:
            return
        known = self.store.asked_of(topic.slug)
        by_family: dict[str, list[str]] = {}
        for question, family in self.catalogue.of_topic(topic.slug).items():
            if question not in known:
                by_family.setdefault(family, []).append(question)
        if not by_family:
            with suppress(ProgressError):  # it is only a shortcut
                self.store.cards.remember(name, now)
        for ids in by_family.values():
            self.rng.shuffle(ids)
        families = list(by_family.values())
        self.rng.shuffle(families)
        for question in turns([partial(iter, ids) for ids in families]):
            if question not in self.left_out:
                item = self.item(topic, question)
                if item is not None:
                    yield item

    def asked(self, topic: Topic, *, right: bool) -> Iterator[Item]:
        """Those whose last answer was right (or wrong), the longest ago first."""
        place = 0
        while self.store is not None:
            page = self.store.oldest(topic.slug, right, PAGE, place)
            for question in page:
                if question not in self.left_out:
                    item = self.item(topic, question)
                    if item is not None:
                        yield item
            if len(page) < PAGE:
                return
            place += PAGE


def turns(queues: Iterable[Callable[[], Iterator[T]]]) -> Iterator[T]:
    """One of each queue in turn, until all are empty; a queue is begun when its first turn comes."""
    begun: list[Iterator[T]] = []
    for make in queues:
        queue = make()
        first = next(queue, None)
        if first is not None:
            begun.append(queue)
            yield first
    while begun:
        left: list[Iterator[T]] = []
        for queue in begun:
            found = next(queue, None)
            if found is not None:
                left.append(queue)
                yield found
        begun = left
