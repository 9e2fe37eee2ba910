"""One concrete variant of a question: generated from its seed, options and lines shuffled by it.

`(id, version, seed)` always renders the same.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from quizprep.content.generator import Generator
from quizprep.content.library import Item
from quizprep.content.model import Choice, Choices, Match, Order, Question, Text

T = TypeVar("T")


@dataclass(frozen=True)
class Rendered:
    """What is put on the screen."""

    question: Question
    """The question; of a choice, `options` stand in the order shown."""
    topic: str
    version: int
    """The generator's version, or the authored question's revision."""
    seed: int
    generated: bool
    shown: tuple[Text, ...] = ()
    """Order: the lines as shown. Match: the rights as shown, extras among them."""
    key: tuple[int, ...] = ()
    """Choice(s): 0-based places of the right options. Order: for each right position, the place shown.
    Match: for each left, the place of its right."""

    @property
    def id(self) -> str:
        """The question's permanent id."""
        return self.question.id


def _shuffled(items: list[T], rng: random.Random) -> list[int]:
    return rng.sample(range(len(items)), len(items))


def render(item: Item, seed: int, topic: str | None = None) -> Rendered:
    """The variant of `item` for `seed`."""
    generated = isinstance(item, Generator)
    question = item.question(seed) if isinstance(item, Generator) else item
    version = item.version if isinstance(item, Generator) else item.revision
    rng = random.Random(f"render:{question.id}:{version}:{seed}")
    shown: tuple[Text, ...] = ()
    key: tuple[int, ...] = ()
    if isinstance(question, Choice | Choices):
        if not question.fixed_order:
            options = [question.options[i] for i in _shuffled(question.options, rng)]
            question = msgspec.structs.replace(question, options=options)
        key = tuple(i for i, o in enumerate(question.options) if o.correct)
    elif isinstance(question, Order):
        places = _shuffled(question.items, rng)
        while places == sorted(places):
            places = _shuffled(question.items, rng)
        shown = tuple(question.items[i] for i in places)
        key = tuple(places.index(i) for i in range(len(places)))
    elif isinstance(question, Match):
        rights = [p.right for p in question.pairs] + question.extra
        places = _shuffled(rights, rng)
        shown = tuple(rights[i] for i in places)
        key = tuple(places.index(i) for i in range(len(question.pairs)))
    return Rendered(question, topic or item.id.split(".")[0], version, seed, generated, shown, key)
