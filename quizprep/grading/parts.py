"""A verdict that two examiners make at the same time, each taking the next check when it is free: on two processors it takes half as long.

Both tell the client of their checks. What the second found besides (recordings, output, accidents) goes to the first, which makes the
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
    from quizprep.grading.accidents import Seen
    from quizprep.grading.recording import Recording

FEWEST = 4
"""Checks below which a second examiner costs more than it gains."""

WITH_RECORDINGS, WITHOUT = b"with", b"without"


@dataclass
class Findings:
    """What an examiner knows of its checks besides their results."""

    recordings: list[Recording] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    """What each failed check shows."""
    used: list[list[Any]] = field(default_factory=list)
    """Where watched functions were called by what passed."""
    output: str = ""
    """What was printed in the first check that failed and printed something, else in the first that did."""
    output_check: str = ""
    output_failed: bool = False
    broken: str = ""
    """Why the submission can't be loaded."""
    failed: bool = False


def number_of(checks: int, *, forked: bool, most: int = 2) -> int:
    """How many examiners share so many checks: two where they have a processor each and are at hand, `most` at the most."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(2, most, processors) if forked and checks >= FEWEST else 1


class Turns:
    """Which of the checks the examiners still have to run: the numbers of all but the first lie in a pipe, and who takes one runs it.

    The first check is the first examiner's, so that it is there to tell of a submission that can't be loaded.
    """

    def __init__(self, line: int, checks: list[str], part: int) -> None:
        self.line, self.checks, self.first = line, checks, part == 0

    def take(self) -> str | None:
        """The next check, now one's own; None when none is left."""
        if self.first:
            self.first = False
            return self.checks[0] if self.checks else None
        number = os.read(self.line, 1)
        return self.checks[number[0]] if number else None

    def more(self) -> bool:
        """Whether one is left now."""
        poll = select.poll()  # select takes no descriptor above 1023
        poll.register(self.line, select.POLLIN)
        return any(what & select.POLLIN for _, what in poll.poll(0))


def turns(checks: int) -> int:
    """The end of a pipe that `Turns` reads."""
    reading, writing = os.pipe()
    os.write(writing, bytes(range(1, checks)))
    os.close(writing)
    return reading


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
    told = min(
        (f for f in (own, other) if f.output), key=lambda f: (not f.output_failed, order.index(f.output_check)), default=own
    )  # fmt: skip
    return Findings(
        sorted(own.recordings + other.recordings, key=lambda r: order.index(r.check)),
        sorted(own.seen + other.seen, key=lambda s: order.index(s.check)),
        sorted(own.used + [place for place in other.used if place not in own.used]),
        told.output,
        told.output_check,
        told.output_failed,
        own.broken or other.broken,
        own.failed or other.failed,
    )


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
