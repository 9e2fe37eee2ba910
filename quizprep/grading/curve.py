"""What a training run told of itself, kept small: enough for a plot, the time left, and the history of runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import isfinite
from typing import Any

from quizprep.grading.report import Progress

MOST_POINTS = 600
MOST_NAMES = 8

Point = tuple[float, float]


class Curve:
    """The entries of one check's log: steps and, for each name, its numbers. Thinned evenly beyond `MOST_POINTS`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.total: int | None = None
        self.latest: Progress | None = None
        self._points: list[tuple[int, dict[str, float]]] = []
        self._began: tuple[float, int] | None = None

    def add(self, entry: Progress) -> None:
        """One more entry."""
        if self._began is None:
            self._began = (self._clock(), entry.step)
        self.latest, self.total = entry, entry.total or self.total
        self._points.append((entry.step, dict(entry.values)))
        if len(self._points) > MOST_POINTS:
            self._points = self._points[:-1:2] + self._points[-1:]

    @property
    def names(self) -> list[str]:
        """What was logged, in the order of its first coming."""
        return list(dict.fromkeys(name for _, values in self._points for name in values))[:MOST_NAMES]

    def points(self, name: str) -> list[Point]:
        """(step, value) of one name, as logged; may hold nan."""
        return [(float(step), values[name]) for step, values in self._points if name in values]

    @property
    def share(self) -> float | None:
        """How much is done, 0 to 1; None where the submission doesn't say of how many steps."""
        if self.latest is None or not self.total or self.total <= 0:
            return None
        return min(1.0, max(0.0, self.latest.step / self.total))

    def seconds_left(self) -> float | None:
        """How long the steps that are left take at the speed so far; None where that can't be told."""
        if self._began is None or self.latest is None or not self.total:
            return None
        began, step = self._began
        done, spent = self.latest.step - step, self._clock() - began
        if done <= 0 or spent <= 0:
            return None
        return max(0.0, (self.total - self.latest.step) * spent / done)

    def as_json(self) -> dict[str, Any]:
        """For the database: numbers that are not finite become None."""
        return {
            "total": self.total,
            "points": [[s, {k: v if isfinite(v) else None for k, v in values.items()}] for s, values in self._points],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Curve:
        """As it was kept; what was not finite is nan."""
        curve = cls()
        curve.total = kept["total"]
        curve._points = [
            (int(s), {k: float("nan") if v is None else float(v) for k, v in values.items()})
            for s, values in kept["points"]
        ]
        return curve


class Curves:
    """The curves of one verdict: one for each check that trains."""

    def __init__(self) -> None:
        self.of: dict[str, Curve] = {}
        self.current = ""
        """The check that told last."""

    def add(self, entry: Progress) -> None:
        """One more entry of the check it names."""
        self.current = entry.check
        self.of.setdefault(entry.check, Curve()).add(entry)

    @property
    def latest(self) -> Curve | None:
        """The curve that grew last."""
        return self.of.get(self.current)

    def as_json(self) -> dict[str, Any]:
        """{check: curve}."""
        return {check: curve.as_json() for check, curve in self.of.items()}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Curves:
        """As they were kept."""
        curves = cls()
        curves.of = {check: Curve.from_json(curve) for check, curve in kept.items()}
        curves.current = next(iter(curves.of), "")
        return curves
