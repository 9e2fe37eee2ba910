"""Which parts of what a function answers the checks compare, and which they only pass back: a cache, whose form is its author's own affair."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable
from typing import Any

from quizprep.grading.recording import Path, Recording, Step
from quizprep.grading.solution import local_solution

Check = Callable[..., Any]


def kind(steps: list[Step], number: int) -> str:
    """What was asked for: answers of one function, method or attribute have one form."""
    step = steps[number]
    if step.verb == "attribute":
        return f"{step.target}.{step.asked[2]}"
    if not step.is_call:
        return step.verb
    method = step.earlier.get((1,))
    is_method = method is not None and steps[method.step].verb == "attribute"
    return f"{kind(steps, method.step)}()" if method is not None and is_method else f"{step.target}()"


class Looks:
    """Which leaves some check passes back, and which one compares."""

    def __init__(self, recordings: list[Recording]) -> None:
        self._passed: dict[str, set[Path]] = {}
        self._looked: dict[str, set[Path]] = {}
        self._guarded: dict[str, set[int]] = {}
        self._alike: dict[tuple[str, tuple[int, ...]], set[Path]] = {}
        for recording in recordings:
            self.learn(recording)

    def learn(self, recording: Recording) -> None:
        """Note what a check did with the answers."""
        for found, places in ((self._passed, recording.passed), (self._looked, recording.looked)):
            for place in places:
                found.setdefault(kind(recording.steps, place.step), set()).add(place.path)
        for step, argument in recording.guarded:
            self._guarded.setdefault(kind(recording.steps, step), set()).add(argument)

    def hidden(self, what: str, path: Path) -> bool:
        """Whether no check compares it but some passes it back; of an argument, whether none minds that it is changed."""
        if path[:1] == ("argument",):
            return not {-1, path[1]} & self._guarded.get(what, set())
        return _is_under(path, self._passed.get(what)) and not self.compared(what, path)

    def compared(self, what: str, path: Path) -> bool:
        """Whether some check compares it by itself, not only what it makes of it and others."""
        return _is_under(path, self._looked.get(what))

    def aside(self, what: str, path: Path, right: Any) -> bool:
        """Whether other parts of that answer are compared, and this one is not: of the parts of a list, all are if one is.

        Args:
            right: the reference's answer, which says what is a list.
        """
        if not self._looked.get(what) or path[:1] == ("argument",) or self.compared(what, path):
            return False
        lists = _list_levels(right, path)
        if (what, lists) not in self._alike:
            self._alike[what, lists] = {_in_any_list(place, lists) for place in self._looked[what]}
        return not _is_under(_in_any_list(path, lists), self._alike[what, lists])


def _list_levels(value: Any, path: Path) -> tuple[int, ...]:
    """At which levels of `path` a list stands in `value`."""
    levels = []
    for level, key in enumerate(path):
        one = key
        if type(value) is list and value:
            levels.append(level)
            one = key if type(key) is int and key < len(value) else 0
        try:
            value = value[one]
        except (LookupError, TypeError):
            break
    return tuple(levels)


def _in_any_list(path: Path, levels: tuple[int, ...]) -> Path:
    """`path` without where in the lists at these levels it is."""
    return tuple("any" if level in levels else key for level, key in enumerate(path))


def _is_under(path: Path, places: set[Path] | None) -> bool:
    return places is not None and any(path[:n] in places for n in range(len(path) + 1))


def of_the_reference(name: str, check: Check, source: str, reference: Any) -> Recording | None:
    """What a check does with the reference's answers, down to its end; None where it needs more than a solution.

    A program that fails early shows nothing of what the check would have done later.
    """
    import numpy as np

    at_hand = {"solution": local_solution(source), "reference": reference, "rng": np.random.default_rng([0, *name.encode()])}
    wanted = list(inspect.signature(check).parameters)
    if not set(wanted) <= at_hand.keys():
        return None
    with contextlib.suppress(Exception):  # what it did until then is known
        check(**{fixture: at_hand[fixture] for fixture in wanted})
    steps, answers = at_hand["solution"]._steps, at_hand["solution"]._answers
    return Recording(name, False, steps, answers.passed, answers.looked_at(), answers.guarded)
