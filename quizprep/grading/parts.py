"""A verdict that two examiners make at the same time, each on its share of the checks: on two processors it takes little more than half.

Both tell the client of their checks. What the second found besides (recordings, output, an accident) goes to the first, which makes the
diagnosis of all and the closing report.
"""

from __future__ import annotations

import json
import os
import pickle
import select
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from quizprep.grading import wire

if TYPE_CHECKING:
    from quizprep.grading.diagnosis import Recording

FEWEST = 4
"""Checks below which a second examiner costs more than it gains."""

WITH_RECORDINGS, WITHOUT = b"with", b"without"


@dataclass
class Findings:
    """What an examiner knows of its checks besides their results."""

    recordings: list[Recording] = field(default_factory=list)
    accident: dict[str, Any] | None = None
    """Empty where checks contradict each other."""
    accident_check: str = ""
    """The check that had it."""
    used: list[list[Any]] = field(default_factory=list)
    """Where watched functions were called."""
    output: str = ""
    broken: str = ""
    """Why the submission can't be loaded."""
    failed: bool = False


def number_of(checks: int, *, forked: bool, most: int = 2) -> int:
    """How many examiners share so many checks: two where they have a processor each and are at hand, `most` at the most."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(2, most, processors) if forked and checks >= FEWEST else 1


def share(checks: list[str], part: int, parts: int) -> list[str]:
    """The checks of one examiner: in turn, so that results come in about their order."""
    return checks[part::parts]


def send(peer: socket.socket, findings: Findings) -> None:
    """The second examiner's last act. The recordings only travel where either of the two needs them.

    Raises:
        Closed: the first one has gone.
    """
    _, wanted = wire.receive(peer)
    needed = findings.failed or wanted == WITH_RECORDINGS
    kept = []
    if needed:  # a fresh step is without what was decoded of it
        kept = [replace(r, steps=[replace(s) for s in r.steps]) for r in findings.recordings]
    wire.send(peer, b"\0" * 16, pickle.dumps(replace(findings, recordings=kept)))


def merge(peer: socket.socket, own: Findings, order: list[str]) -> Findings:
    """The first examiner's findings with the second's, by the `order` of the checks.

    Raises:
        Closed: the second one has gone.
    """
    wire.send(peer, b"\0" * 16, WITH_RECORDINGS if own.failed else WITHOUT)
    other: Findings = pickle.loads(wire.receive(peer)[1])  # noqa: S301 - made by `send`, of bytes and our own types
    first = min(
        (f for f in (own, other) if f.accident), key=lambda f: order.index(f.accident_check), default=own
    )
    contradicted = {} in (own.accident, other.accident) or differ(own.accident, other.accident)
    return Findings(
        sorted(own.recordings + other.recordings, key=lambda r: order.index(r.check)),
        {} if contradicted else first.accident,
        first.accident_check,
        own.used or other.used,
        own.output or other.output,
        own.broken or other.broken,
        own.failed or other.failed,
    )


def differ(one: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    """Whether two checks found a constant, but not the same: then it is none."""
    if not one or not other or not one["mistake"].startswith("common.constant-"):
        return False
    return bool(one["mistake"] == other["mistake"] and one["title"] != other["title"])


def events(lines: list[socket.socket]) -> Iterator[dict[str, Any]]:
    """What the examiners tell, as it comes, until each has told its last (``done`` or ``over``).

    Raises:
        Closed: one went before.
    """
    open_lines = list(lines)
    while open_lines:
        for line in select.select(open_lines, [], [])[0]:
            event = json.loads(wire.receive(line)[1])
            if "over" in event:
                open_lines.remove(line)
                continue
            if "done" in event:
                open_lines.remove(line)
            yield event
