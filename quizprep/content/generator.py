"""Seeded question generators: `(id, version, seed)` gives the same question for ever.

A generator is a plain-Python function in ``questions/<topic>/generators.py``; see `generator`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import TypeVar, cast

from quizprep.content.model import Question, Text

T = TypeVar("T")
ATTEMPTS = 1000


def t(en: str, zh: str) -> Text:
    """A text in both languages."""
    return Text(en, zh)


class Degenerate(Exception):
    """Raised by a generator through `Draw.again`: this instance teaches nothing, draw another."""


class Draw:
    """The source of a generator's numbers, seeded by question id, version and seed."""

    def __init__(self, id: str, concept: str, version: int, seed: int) -> None:
        self.id, self.concept, self.seed = id, concept, seed
        self._random = random.Random(f"{id}:{version}:{seed}")

    def integer(self, low: int, high: int) -> int:
        """An integer in [low, high], both included."""
        return self._random.randint(low, high)

    def choice(self, items: Sequence[T]) -> T:
        """One of `items`."""
        return items[self._random.randrange(len(items))]

    def sample(self, items: Sequence[T], k: int) -> list[T]:
        """`k` different ones of `items`."""
        return self._random.sample(list(items), k)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All of `items` in another order."""
        return self.sample(items, len(items))

    def number(self, low: float, high: float, decimals: int) -> float:
        """A number in [low, high] with that many decimals, as it is shown."""
        return round(self._random.uniform(low, high), decimals)

    def chance(self, p: float) -> bool:
        """True with probability `p`."""
        return self._random.random() < p

    def again(self) -> Degenerate:
        """To be raised where the instance is degenerate."""
        return Degenerate()


Maker = Callable[[Draw, int], Question]


@dataclass(frozen=True)
class Generator:
    """A question that is drawn afresh from a seed."""

    id: str
    version: int
    concept: str
    levels: tuple[int, ...]
    make: Maker

    @property
    def file(self) -> Path:
        """Where it is written."""
        return Path(cast(FunctionType, self.make).__code__.co_filename)

    def level(self, seed: int) -> int:
        """The difficulty that `seed` draws."""
        return random.Random(f"level:{self.id}:{self.version}:{seed}").choice(self.levels)

    def question(self, seed: int) -> Question:
        """The question of `seed`.

        Raises:
            RuntimeError: when 1000 draws in a row are degenerate.
        """
        draw, level = Draw(self.id, self.concept, self.version, seed), self.level(seed)
        for _ in range(ATTEMPTS):
            try:
                return self.make(draw, level)
            except Degenerate:
                continue
        raise RuntimeError(f"generator {self.id} found no instance in {ATTEMPTS} draws (seed {seed})")


def generator(id: str, *, version: int, concept: str, levels: tuple[int, ...]) -> Callable[[Maker], Generator]:
    """Make a `Generator` of a function of (draw, level)."""

    def decorate(make: Maker) -> Generator:
        return Generator(id, version, concept, levels, make)

    return decorate
