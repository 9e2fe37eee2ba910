"""What a submission logs while it trains: all of it is kept here, and some of it is sent on as it comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from quizprep.grading.codec import encode

MOST_NUMBERS, MOST_ENTRIES, LONGEST_NAME = 8, 4000, 40
SECONDS_BETWEEN = 0.05
"""Between two entries that are sent on."""
_LARGEST = 1 << 53


class Logbook:
    """The worker's side of a `Log`: makes the callable, keeps what it is told, and sends on the latest about 20 times a second."""

    def __init__(self) -> None:
        self.send: Callable[[bytes], None] | None = None
        """Takes one encoded entry ``[step, total, {name: number}]``; None where nobody watches."""
        self._kept: list[dict[str, Any]] = []
        self._last: dict[str, Any] | None = None
        self._count, self._stride = 0, 1
        self._opened = False
        self._sent = 0.0
        self._waiting = False
        self._lock = threading.Lock()

    def open(self) -> Callable[..., None]:
        """Begin anew; returns ``log(step, total=None, **numbers)``."""
        self._kept, self._last, self._count, self._stride = [], None, 0, 1
        self._opened = True

        def log(step: Any, total: Any = None, **numbers: Any) -> None:
            """Tell how far the training is: the step, of how many, and numbers such as loss and accuracy."""
            self._note(step, total, numbers)

        return log

    def close(self) -> None:
        """The call is over: the last entry is sent on, later ones are ignored."""
        with self._lock:
            if self._opened and self._waiting:
                self._pass_on()
            self._opened = False

    def entries(self) -> list[dict[str, Any]]:
        """All that was logged since `open`, in order; thinned evenly beyond `MOST_ENTRIES`, the last one always there."""
        tail = [self._last] if self._last is not None and (not self._kept or self._kept[-1] is not self._last) else []
        return self._kept + tail

    def _note(self, step: Any, total: Any, numbers: dict[str, Any]) -> None:
        if len(numbers) > MOST_NUMBERS:
            raise TypeError(f"log() was given {len(numbers)} numbers; it takes at most {MOST_NUMBERS}")
        entry = {"step": _whole("step", step), "total": None if total is None else _whole("total", total)}
        values = {name[:LONGEST_NAME]: _number(name, value) for name, value in numbers.items()}
        with self._lock:
            if not self._opened:
                return
            self._last = entry | values
            if self._count % self._stride == 0:
                self._kept.append(self._last)
                if len(self._kept) >= MOST_ENTRIES:
                    self._kept, self._stride = self._kept[::2], 2 * self._stride
            self._count += 1
            self._waiting = True
            if time.monotonic() - self._sent >= SECONDS_BETWEEN:
                self._pass_on()

    def _pass_on(self) -> None:
        self._waiting, self._sent = False, time.monotonic()
        if self.send is not None and self._last is not None:
            values = {k: v for k, v in self._last.items() if k not in ("step", "total")}
            self.send(encode([self._last["step"], self._last["total"], values]))


def _number(name: str, value: Any) -> float:
    try:
        if isinstance(value, str | bytes):
            raise TypeError
        detach = getattr(value, "detach", None)  # a loss still has its graph
        return float(value if detach is None else detach())
    except (TypeError, ValueError, RuntimeError, OverflowError):
        raise TypeError(f"log(): {name} is no number but of type {type(value).__name__}") from None


def _whole(name: str, value: Any) -> int:
    number = _number(name, value)
    if not abs(number) < _LARGEST:
        raise TypeError(f"log(): {name} is {number:g}; a count of steps is wanted")
    return int(number)
