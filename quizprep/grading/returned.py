"""Answers that were given: whether a later call of a function writes over one, which copies on the wire would hide.

Real callers keep the cache of one call through the next. A function that returns the same array, list or dict each time, filled anew, has then
changed what it answered before.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from typing import Any

from quizprep.grading.codec import Unsupported, encode

MOST_BYTES = 8 << 20
"""Of answers that are kept; the oldest are let go."""
MOST_PARTS = 200
"""Of one answer that are looked at."""


class OverwrittenError(Exception):
    """What an earlier call returned is no longer what it was."""


class Returned:
    """The last answers of the submission's functions, as objects and as they were sent."""

    def __init__(self) -> None:
        self._answers: deque[tuple[Any, bytes, list[int]]] = deque()
        self._by_part: dict[int, tuple[Any, bytes]] = {}
        self._bytes = 0

    def note(self, answer: Any, sent: bytes) -> None:
        """Keep an answer.

        Raises:
            OverwrittenError: a part of it is a part of an earlier one, which has changed since.
        """
        parts = list(_memory(answer))
        for part in parts:
            earlier, as_sent = self._by_part.get(part, (None, b""))
            if as_sent and _now(earlier) not in (as_sent, None):
                raise OverwrittenError(
                    "this call returns an array, list or dict that an earlier call returned too, and its values have changed since: "
                    "what the caller kept is overwritten. Make a new one in each call."
                )
        if not parts or len(sent) > MOST_BYTES:
            return
        self._answers.append((answer, sent, parts))
        self._by_part.update(dict.fromkeys(parts, (answer, sent)))
        self._bytes += len(sent)
        while self._bytes > MOST_BYTES:
            _, gone, its_parts = self._answers.popleft()
            self._bytes -= len(gone)
            for part in its_parts:
                self._by_part.pop(part, None)


def _now(answer: Any) -> bytes | None:
    """It as it would be sent now; None where a part of it can't cross."""
    try:
        return encode(answer)
    except (Unsupported, RecursionError):
        return None


def _memory(answer: Any) -> Iterator[int]:
    """What the parts of an answer live in that can be written into: as numbers, unlike for what exists at the same time."""
    waiting, seen = deque([answer]), 0
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.popleft(), seen + 1
        if type(part) in (list, dict):
            yield id(part)
        if type(part) in (list, tuple):
            waiting.extend(part[:MOST_PARTS])
        elif type(part) is dict:
            waiting.extend(part.values())
        elif numpy is not None and type(part) is numpy.ndarray:
            while type(part.base) is numpy.ndarray:
                part = part.base
            yield id(part)
        elif torch is not None and type(part) is torch.Tensor and part.layout is torch.strided:
            yield part.untyped_storage().data_ptr() or id(part)
