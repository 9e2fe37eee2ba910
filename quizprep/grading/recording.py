"""What a check asked of a submission and what came back, kept for the report and for diagnosis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from quizprep.grading.carried import Named, Ref
from quizprep.grading.codec import decode

Path = tuple[Any, ...]
"""Where in an answer: indices and keys from the outside in."""
CALLS = ("call", "run_with_grad")
"""Requests that run a function or module of the submission."""
PLAIN = frozenset((type(None), bool, int, float, complex, str, bytes))
"""Values without parts, of which two can be one object."""


@dataclass(frozen=True)
class Earlier:
    """Stands, in a recorded request, for what an earlier step answered there."""

    step: int
    path: Path


@dataclass
class Step:
    """One recorded request and its answer."""

    verb: str
    """What was asked for: "call", "attribute" …"""
    payload: bytes
    """The request as it was sent: verb, target and arguments, encoded."""
    earlier: dict[Path, Earlier]
    """Where in it an earlier answer was passed back."""
    answered: bytes = b""
    """The encoded result; empty when it raised or died."""
    raised: str = ""
    mutated: list[int] = field(default_factory=list)
    """Places of the arguments that are not as they were."""
    after: bytes = b""
    """The encoded arguments after the call, where some changed."""

    @cached_property
    def asked(self) -> list[Any]:
        """The request as the submission got it."""
        request: list[Any] = decode(self.payload, ours=True)
        return request

    def request(self, answers: list[Any]) -> list[Any]:
        """The request with other `answers` passed back, one for each step before.

        Raises:
            LookupError: they have no such part.
        """
        found: list[Any] = substitute(decode(self.payload, ours=True), self.earlier, answers)
        return found

    @property
    def is_call(self) -> bool:
        """Whether a function or module of the submission was called."""
        return self.verb in CALLS

    @property
    def target(self) -> str:
        """What was called, as the user would name it."""
        where = self.asked[1]
        return where.type_name if isinstance(where, Ref) else str(where)

    @property
    def args(self) -> list[Any]:
        """The positional arguments as they were sent."""
        return list(self.asked[2])

    @property
    def kwargs(self) -> dict[str, Any]:
        """The keyword arguments as they were sent."""
        return dict(self.asked[3])


@dataclass(frozen=True)
class Recording:
    """What one check asked and got."""

    check: str
    failed: bool
    steps: list[Step]
    passed: set[Earlier]
    """What of the answers it passed back."""
    looked: set[Earlier]
    """What of them it compared."""
    guarded: set[tuple[int, int]]
    """Steps and places of arguments that it looked at afterwards; place -1 stands for all."""

    @property
    def size(self) -> int:
        """Bytes of the answers."""
        return sum(len(step.answered) for step in self.steps)


class Answers:
    """Which objects the submission answered, and which of them a check compared or passed back."""

    def __init__(self) -> None:
        self._kept: list[Any] = []  # so that an id stays theirs
        self.place: dict[int, Earlier] = {}
        self.passed: set[Earlier] = set()
        self.guarded: set[tuple[int, int]] = set()

    def note(self, value: Any, step: int, path: Path = ()) -> Any:
        """Remember `value` and its parts."""
        if type(value) in PLAIN:
            return value
        self._kept.append(value)
        self.place[id(value)] = Earlier(step, path)
        for key, part in items_of(value):
            self.note(part, step, (*path, key))
        return value

    def find(self, value: Any, path: Path = ()) -> dict[Path, Earlier]:
        """Where in `value` something stands that was answered before; it is then known as passed back."""
        if type(value) in PLAIN:
            return {}
        if earlier := self.place.get(id(value)):
            self.passed.add(earlier)
            return {path: earlier}
        found: dict[Path, Earlier] = {}
        for key, part in items_of(value):
            if type(part) not in PLAIN:
                found |= self.find(part, (*path, key))
        return found

    def looked_at(self) -> set[Earlier]:
        """What was compared."""
        return {e for i, e in self.place.items() if i in _COMPARED}


_COMPARED: dict[int, Any] = {}
"""What checks compared, by id; kept, so that no later object gets the same id."""


def compared(value: Any) -> None:
    """A check compares `value` itself: diagnosis counts it even where it was also passed back."""
    _COMPARED[id(value)] = value


def substitute(value: Any, earlier: dict[Path, Earlier], answers: list[Any], path: Path = ()) -> Any:
    """`value` with parts of `answers` at the places that `earlier` names."""
    if path in earlier:
        found = answers[earlier[path].step]
        for key in earlier[path].path:
            found = dict(items_of(found))[key]
        return found
    if type(value) in (list, tuple):
        return type(value)(substitute(v, earlier, answers, (*path, i)) for i, v in enumerate(value))
    if type(value) is dict:
        return {k: substitute(v, earlier, answers, (*path, k)) for k, v in value.items()}
    return value


def items_of(value: Any) -> Iterator[tuple[Any, Any]]:
    """The parts of a list, tuple or dict by index or key; nothing for another value."""
    if type(value) in (list, tuple, Named):
        yield from enumerate(value)
    elif type(value) is dict:
        yield from value.items()
