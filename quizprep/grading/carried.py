"""What crosses between examiner and worker besides plain values: each stands for something that is made, or stays, over there."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rng:
    """Stands for ``np.random.default_rng(seed)`` in the arguments of a submission."""

    seed: int


@dataclass(frozen=True)
class Function:
    """A function as an argument of a submission, by its source: ``Function("lambda x: (x ** 2).sum()")``; `np` and `torch` are in scope.

    The worker makes one of its own; here it may be called like any function. It goes to the worker only, never comes back.
    """

    source: str

    def make(self) -> Any:
        """The function, made here."""
        scope = {"np": sys.modules.get("numpy"), "torch": sys.modules.get("torch")}
        return eval(self.source, scope)

    def __call__(self, *args: Any) -> Any:
        """Call it here."""
        return self.make()(*args)

    def __repr__(self) -> str:
        return self.source


@dataclass(frozen=True)
class Log:
    """Stands for a callable ``log(step, total=None, **numbers)`` in the arguments of a submission. It never comes back."""

    def __repr__(self) -> str:
        return "log"


@dataclass(frozen=True)
class Ref:
    """An object that lives in the worker: its number there and the name of its type."""

    number: int
    type_name: str


class Named(tuple[Any, ...]):
    """The values of a tuple of another make (a namedtuple, say), which lives in the worker: passed back whole, it is that one again."""

    ref: Ref

    def __new__(cls, values: Iterable[Any], ref: Ref) -> Named:
        """The `values`, and the tuple that they are of."""
        made = super().__new__(cls, values)
        made.ref = ref
        return made
