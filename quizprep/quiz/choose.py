"""Choosing what to ask: interleaved over topics, unseen first, then formerly wrong, then the oldest."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from quizprep.content.generator import Generator
from quizprep.content.library import Item, Library, Topic, is_generated
from quizprep.content.render import Rendered, render
from quizprep.errors import ContentError, UsageError
from quizprep.i18n import _

if TYPE_CHECKING:
    from quizprep.progress.store import Store

T = TypeVar("T")
Standing = Mapping[str, tuple[bool, float]]
"""Question id -> (the last answer was right, when), as `Store.standing` gives it."""
UNSEEN, WRONG, SEEN = 0, 1, 2
FAULTY = ""
"""The many questions made of known mistakes take turns as one concept does, so that they don't crowd out the others."""


def plan(
    library: Library,
    topics: list[str] | None,
    n: int,
    *,
    seed: int | None = None,
    store: Store | None = None,
) -> list[Rendered]:
    """Pick `n` questions.

    Fewer come back where the topics hold fewer authored questions and no generator; with generators, the rest
    are fresh variants. The same `seed` gives the same plan for the same banks and the same history.

    Raises:
        UnknownName: an unknown topic.
        UsageError: nothing can be asked, or `n` is less than 1.
    """
    if n < 1:
        raise UsageError(_("the number of questions is {n}; ask for 1 or more.", n=n))
    chosen = [library.topic(t) for t in dict.fromkeys(topics)] if topics else library.topics
    rng = random.Random(None if seed is None else f"plan:{seed}")
    standing = store.standing() if store else {}
    drawn: list[Rendered] = []
    pending = _order(chosen, standing, rng)
    fresh = [pair for pair in pending if is_generated(pair[1])]
    while pending and len(drawn) < n:
        for pair in pending:
            if len(drawn) == n:
                break
            if variant := _draw(*pair, rng):
                drawn.append(variant)
            elif pair in fresh:
                fresh.remove(pair)
        pending = fresh
    if not drawn:
        named = ", ".join(t.slug for t in chosen) or str(library.root)
        raise UsageError(_("there is nothing to ask in {topics}.", topics=named))
    return drawn


def _order(topics: Iterable[Topic], standing: Standing, rng: random.Random) -> list[tuple[Topic, Item]]:
    """All items in the order in which they should be asked."""
    queues: dict[int, list[list[tuple[Topic, Item]]]] = {UNSEEN: [], WRONG: [], SEEN: []}
    for topic in rng.sample(list(topics), len(list(topics))):
        split: dict[int, list[Item]] = {UNSEEN: [], WRONG: [], SEEN: []}
        for item in rng.sample(topic.items, len(topic.items)):
            known = standing.get(item.id)
            split[UNSEEN if known is None else SEEN if known[0] else WRONG].append(item)
        for bucket in (WRONG, SEEN):
            split[bucket].sort(key=lambda i: standing[i.id][1])
        by_concept: dict[str, list[Item]] = {}
        for item in split[UNSEEN]:
            by_concept.setdefault(FAULTY if item.id.startswith(f"{topic.slug}.line-") else item.concept, []).append(
                item
            )
        split[UNSEEN] = interleave(by_concept.values())
        for bucket, items in split.items():
            queues[bucket].append([(topic, item) for item in items])
    return [pair for bucket in (UNSEEN, WRONG, SEEN) for pair in interleave(queues[bucket])]


def interleave(queues: Iterable[list[T]]) -> list[T]:
    """One of each queue in turn, until all are empty."""
    rows = [list(q) for q in queues]
    return [q[i] for i in range(max(map(len, rows), default=0)) for q in rows if i < len(q)]


def _draw(topic: Topic, item: Item, rng: random.Random) -> Rendered | None:
    """A variant of `item`; None, with a problem noted, where its generator fails: that never ends a quiz."""
    seed = rng.randrange(2**31)
    try:
        return render(item, seed, topic.slug)
    except Exception as e:
        place = item.file if isinstance(item, Generator) else topic.folder / "bank.toml"
        topic.problems.append(ContentError(place, f"{item.id} (seed {seed}): {type(e).__name__}: {e}"))
        return None
