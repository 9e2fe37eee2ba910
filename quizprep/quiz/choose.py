"""Choosing what to ask: interleaved over topics, unseen first, then formerly wrong, then the oldest; or the weakest first."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from quizprep.content.generator import Generator
from quizprep.content.library import Item, Library, Topic, is_generated
from quizprep.content.render import Rendered, render
from quizprep.errors import ContentError, UsageError
from quizprep.i18n import _
from quizprep.quiz.candidates import Candidates, turns

if TYPE_CHECKING:
    from quizprep.progress.store import Store

T = TypeVar("T")
UNSEEN_RECALL = 0.6
"""Where a question never asked stands among those that were, when the weakest come first."""
READING = 15.0
"""Seconds to read what is said after an answer."""


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
    are fresh variants. The same `seed` gives the same plan for the same banks and the same history. Suspended
    questions are left out.

    Raises:
        UnknownName: an unknown topic.
        UsageError: nothing can be asked, or `n` is less than 1.
    """
    chosen = _topics(library, topics, n)
    rng = random.Random(None if seed is None else f"plan:{seed}")
    source = Candidates(library, store, store.cards.suspended() if store else (), rng)
    return list(islice(_drawn(_order(chosen, source), rng), n)) or _nothing(library, chosen)


def cram(
    library: Library,
    topics: list[str] | None,
    n: int | None = None,
    *,
    minutes: int | None = None,
    store: Store,
    seed: int | None = None,
) -> list[Rendered]:
    """Pick the weakest questions, whether they are due or not: wrong last, then the most likely forgotten.

    There are `n` of them, or as many as fit into `minutes` by the user's own times (one at least); where both are given, the fewer.
    Questions never asked stand among them as if they were remembered six times out of ten.

    Raises:
        UnknownName: an unknown topic.
        UsageError: nothing can be asked, or `n` is less than 1.
    """
    most = (int(60 * minutes / READING) + 1 if minutes else None) if n is None else n
    chosen = _topics(library, topics, most or 0)
    rng = random.Random(None if seed is None else f"cram:{seed}")
    drawn = islice(_drawn(_weakest(library, chosen, most or 0, store, rng), rng), most)
    return list(_within(drawn, 60.0 * minutes, store) if minutes else drawn) or _nothing(library, chosen)


def _weakest(library: Library, topics: list[Topic], n: int, store: Store, rng: random.Random) -> Iterator[tuple[Topic, Item]]:
    """All that were answered and up to `n` of each topic that were not, the weakest first."""
    from quizprep.progress.standing import Standing as Now
    from quizprep.quiz.schedule import recall

    now, policy = Now(store), store.cards.policy
    source = Candidates(library, store, store.cards.suspended(), rng)
    slugs = {t.slug: t for t in topics}
    weakest: list[tuple[tuple[float, ...], float, Topic, str | Item]] = [
        ((d.card.correct, recall(d.card, policy, now.today), d.card.stability or 0.0), rng.random(), slugs[d.topic], d.question)
        for d in now.all_cards()
        if d.topic in slugs
    ]
    for topic in topics:
        weakest += [((1, UNSEEN_RECALL), rng.random(), topic, item) for item in islice(source.unseen(topic), n)]
    for _weak, _tie, topic, found in sorted(weakest, key=lambda one: one[:2]):
        item = source.item(topic, found) if isinstance(found, str) else found
        if item is not None:
            yield topic, item


def _within(drawn: Iterable[Rendered], seconds: float, store: Store) -> Iterator[Rendered]:
    """The first of these, and the next ones as long as they end in time by the user's own times."""
    usual: dict[str, float] = {}
    used = 0.0
    for rendered in drawn:
        kind = rendered.question.kind
        if kind not in usual:
            usual[kind] = store.cards.usual_seconds(kind)
        used, before = used + usual[kind] + READING, used
        if before and used > seconds:
            return
        yield rendered


def spread(items: Iterable[T], topic: Callable[[T], str]) -> list[T]:
    """`items` in their order as far as that goes with never two of one topic in a row, where that can be avoided at all."""
    rest = list(items)
    left = Counter(topic(item) for item in rest)
    done: list[T] = []
    while rest:
        last = topic(done[-1]) if done else None
        most, n = left.most_common(1)[0]
        crowded = 2 * n > len(rest) and most != last
        pick = next((i for i, item in enumerate(rest) if (topic(item) == most if crowded else topic(item) != last)), 0)
        done.append(rest.pop(pick))
        left[topic(done[-1])] -= 1
    return done


def draw(topic: Topic, item: Item, rng: random.Random) -> Rendered | None:
    """A variant of `item`; None, with a problem noted, where its generator fails: that never ends a quiz."""
    seed = rng.randrange(2**31)
    try:
        return render(item, seed, topic.slug)
    except Exception as e:
        place = item.file if isinstance(item, Generator) else topic.folder / "bank.toml"
        topic.problems.append(ContentError(place, f"{item.id} (seed {seed}): {type(e).__name__}: {e}"))
        return None


def _topics(library: Library, topics: list[str] | None, n: int) -> list[Topic]:
    if n < 1:
        raise UsageError(_("the number of questions is {n}; ask for 1 or more.", n=n))
    return [library.topic(t) for t in dict.fromkeys(topics)] if topics else library.topics


def _nothing(library: Library, chosen: list[Topic]) -> list[Rendered]:
    named = ", ".join(t.slug for t in chosen) or str(library.root)
    raise UsageError(_("there is nothing to ask in {topics}.", topics=named))


def _drawn(pending: Iterable[tuple[Topic, Item]], rng: random.Random) -> Iterator[Rendered]:
    """Variants of these in their order, then of the generated ones again and again."""
    while pending:
        again: list[tuple[Topic, Item]] = []
        for pair in pending:
            variant = draw(*pair, rng)
            if variant is not None:
                yield variant
                again += [pair] if is_generated(pair[1]) else []
        pending = again


def _order(topics: Iterable[Topic], source: Candidates) -> Iterator[tuple[Topic, Item]]:
    """All items in the order in which they should be asked, read as they are wanted."""
    shuffled = list(topics)
    source.rng.shuffle(shuffled)
    buckets: list[Callable[[Topic], Iterator[Item]]] = [
        source.unseen, lambda t: source.asked(t, right=False), lambda t: source.asked(t, right=True),
    ]  # fmt: skip
    for bucket in buckets:
        yield from turns([partial(_with, topic, bucket) for topic in shuffled])


def _with(topic: Topic, bucket: Callable[[Topic], Iterator[Item]]) -> Iterator[tuple[Topic, Item]]:
    return ((topic, item) for item in bucket(topic))
