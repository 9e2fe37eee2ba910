"""Clocks that survive a crash: how long a drill (or an interview) has been worked on.

A clock is a row, and what happens to it are rows too (start, pause, resume, lost, hint, reveal, pass, stop), with wall-clock times.
The seconds that count are summed by heartbeats from a clock that can't be set back; so the time while the program was not running,
stopped or asleep does not count: it is recorded as a pause (``lost``), at the last heartbeat. At most one clock is open for a thing.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import sys
import threading
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import Struct

from quizprep.progress.rows import moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizprep.progress.store import Store

BEAT_SECONDS = 2.0
"""How often a running clock writes that it runs: at most this much is lost in a crash."""
LOST_SECONDS = 12.0
"""A longer silence means that the program was not running."""
HINT_SHARE = 0.1
"""What a hint costs, as a share of the par time."""
PASSED, UNWATCHED, STOPPED = "passed", "unwatched", "stopped"
"""How a clock ends: a pass; a pass while the clock stood still; given up (or, of an interview, over)."""
IDLE, RUNNING, PAUSED, ELSEWHERE = "idle", "running", "paused", "elsewhere"


def drill_clock(slug: str) -> str:
    """The name of the clock of a drill."""
    return f"drill:{slug}"


class Run(Struct, frozen=True, kw_only=True):
    """One clock, open or ended."""

    id: int
    what: str
    revision: int
    par: float
    """Seconds."""
    started: datetime
    spent: float
    """Seconds that the clock ran, up to the last heartbeat."""
    beat: datetime
    owner: str
    """Who runs it: host, process and a token; "" while it stands still."""
    ended: datetime | None
    outcome: str
    hints: int
    revealed: bool
    pauses: int

    @property
    def penalty(self) -> float:
        """Seconds that the hints cost."""
        return self.hints * HINT_SHARE * self.par

    @property
    def total(self) -> float:
        """Seconds worked, and what the hints cost."""
        return self.spent + self.penalty

    @property
    def left(self) -> float:
        """Seconds to par, penalties taken off; negative beyond it."""
        return self.par - self.total

    @property
    def counts(self) -> bool:
        """Whether this is a pass that may be a best time: the solution was not shown, and the clock was running."""
        return self.outcome == PASSED and not self.revealed


COLUMNS = (
    "id, what, revision, par, started, spent, beat, owner, ended, outcome,"
    " (SELECT count(*) FROM clock_events e WHERE e.clock = clocks.id AND kind = 'hint'),"
    " EXISTS (SELECT 1 FROM clock_events e WHERE e.clock = clocks.id AND kind = 'reveal'),"
    " (SELECT count(*) FROM clock_events e WHERE e.clock = clocks.id AND kind IN ('pause', 'lost'))"
)


def _run(row: tuple[Any, ...]) -> Run:
    return Run(
        id=row[0], what=row[1], revision=row[2], par=row[3], started=moment(row[4]), spent=row[5], beat=moment(row[6]),
        owner=row[7], ended=None if row[8] is None else moment(row[8]), outcome=row[9], hints=row[10],
        revealed=bool(row[11]), pauses=row[12],
    )  # fmt: skip


def current(store: Store, what: str) -> Run | None:
    """The open clock of `what`."""
    rows = store._rows(f"SELECT {COLUMNS} FROM clocks WHERE what = ? AND ended IS NULL", (what,))
    return _run(rows[0]) if rows else None


def begun(store: Store) -> dict[str, Run]:
    """The open clocks of drills by the drill's name, the one used last first."""
    drill = drill_clock("")
    rows = store._rows(f"SELECT {COLUMNS} FROM clocks WHERE ended IS NULL AND substr(what, 1, ?) = ? ORDER BY beat DESC", (len(drill), drill))
    return {run.what.removeprefix(drill): run for run in map(_run, rows)}


def runs(store: Store, what: str, limit: int = 50) -> list[Run]:
    """The clocks of `what` that have ended, the newest first."""
    rows = store._rows(
        f"SELECT {COLUMNS} FROM clocks WHERE what = ? AND ended IS NOT NULL ORDER BY id DESC LIMIT ?", (what, limit)
    )
    return [_run(r) for r in rows]


def best(store: Store, what: str, revision: int) -> Run | None:
    """The fastest run that counts, penalties included, of this revision of the drill."""
    rows = store._rows(
        f"SELECT {COLUMNS} FROM clocks WHERE what = ? AND revision = ? AND outcome = ?", (what, revision, PASSED)
    )
    return min((r for r in map(_run, rows) if r.counts), key=lambda r: r.total, default=None)


def kinds(store: Store, run: int) -> list[tuple[str, datetime]]:
    """What happened to a clock, and when."""
    rows = store._rows("SELECT kind, at FROM clock_events WHERE clock = ? ORDER BY id", (run,))
    return [(kind, moment(at)) for kind, at in rows]


def note(db: sqlite3.Connection, what: str, kind: str, now: int) -> None:
    """Inside a transaction: `kind` happened while the clock of `what` was open, if it is."""
    db.execute(
        "INSERT INTO clock_events (clock, at, kind, spent) SELECT id, ?, ?, spent FROM clocks"
        " WHERE what = ? AND ended IS NULL",
        (now, kind, what),
    )


def passed(db: sqlite3.Connection, what: str, now: int, judged: float) -> None:
    """Inside a transaction: a pass ends the open clock of `what`.

    Args:
        db: in a transaction.
        what: the clock's name.
        now: milliseconds since 1970.
        judged: seconds that the judge took; they are not the user's.
    """
    found = db.execute("SELECT id, spent, beat, owner FROM clocks WHERE what = ? AND ended IS NULL", (what,)).fetchone()
    if found is None:
        return
    number, spent, beat, owner = found
    silent = (now - beat) / 1000
    ran = bool(owner) and silent <= LOST_SECONDS
    spent += min(max(0.0, silent - judged), LOST_SECONDS) if ran else 0.0
    _end(db, number, spent, now, PASSED if ran else UNWATCHED)


def _end(db: sqlite3.Connection, number: int, spent: float, now: int, outcome: str) -> None:
    db.execute("UPDATE clocks SET spent = ?, beat = ?, owner = '', ended = ?, outcome = ? WHERE id = ?",
               (spent, now, now, outcome, number))  # fmt: skip
    _event(db, number, "pass" if outcome != STOPPED else "stop", now, spent)


def _event(db: sqlite3.Connection, number: int, kind: str, now: int, spent: float) -> None:
    db.execute("INSERT INTO clock_events (clock, at, kind, spent) VALUES (?, ?, ?, ?)", (number, now, kind, spent))


def alive(owner: str, silent: float) -> bool:
    """Whether the program that runs a clock is still there.

    Args:
        owner: as in `Run.owner`.
        silent: seconds since its last heartbeat.
    """
    if not owner or silent > LOST_SECONDS:
        return False
    host, process, _token = owner.rsplit("/", 2)
    if host != socket.gethostname() or sys.platform == "win32":  # signal 0 would end a process there
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


class Clock:
    """The clock of one thing, in this program.

    Args:
        store: where it is kept.
        what: its name, e.g. `drill_clock`.
        revision: of what is timed; best times are compared within one.
        par: seconds.
        tick: seconds that never go back.
    """

    def __init__(
        self,
        store: Store,
        what: str,
        *,
        par: float,
        revision: int = 1,
        tick: Callable[[], float] = time.monotonic,
        owner: str = "",
    ) -> None:
        self.store, self.what, self.par, self.revision = store, what, par, revision
        self.owner = owner or f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex}"
        self.run: Run | None = None
        """The open clock as it was read last."""
        self._tick, self._mark, self._lock = tick, tick(), threading.RLock()
        self._shown = 0.0
        self.look()

    # ------------------------------------------------------------------ reading

    def look(self) -> Run | None:
        """Read it again."""
        with self._lock:
            self.run = current(self.store, self.what)
            return self.run

    @property
    def state(self) -> str:
        """IDLE (none is open), RUNNING (here), PAUSED, or ELSEWHERE: it runs in another program."""
        run = self.run
        if run is None:
            return IDLE
        if run.owner == self.owner:
            return RUNNING
        return ELSEWHERE if alive(run.owner, self._silent(run)) else PAUSED

    @property
    def seconds(self) -> float:
        """Seconds that it ran so far, without penalties; never waits for a heartbeat that a locked database holds up."""
        if self._lock.acquire(timeout=0.05):
            try:
                self._shown = self._count()
            finally:
                self._lock.release()
        return self._shown

    def _count(self) -> float:
        if (run := self.run) is None:
            return 0.0
        state = self.state
        if state == RUNNING:
            return run.spent + max(0.0, self._tick() - self._mark)
        return run.spent + (min(max(0.0, self._silent(run)), LOST_SECONDS) if state == ELSEWHERE else 0.0)

    @property
    def left(self) -> float:
        """Seconds to par, penalties taken off; negative beyond it."""
        run = self.run
        return self.par if run is None else run.left + run.spent - self.seconds

    def _silent(self, run: Run) -> float:
        return self.store._now() / 1000 - run.beat.timestamp()

    # ------------------------------------------------------------------ writing

    def go(self) -> bool:
        """Start it, or go on; False where it runs in another program.

        Raises:
            ProgressError: it can't be written.
        """
        with self._lock:
            with self.store._write() as db:
                now = self.store._now()
                found = db.execute(
                    "SELECT id, spent, beat, owner FROM clocks WHERE what = ? AND ended IS NULL", (self.what,)
                ).fetchone()
                if found is None:
                    made = db.execute(
                        "INSERT INTO clocks (what, revision, par, started, beat, owner) VALUES (?, ?, ?, ?, ?, ?)",
                        (self.what, self.revision, self.par, now, now, self.owner),
                    )
                    _event(db, int(made.lastrowid or 0), "start", now, 0.0)
                elif not self._take(db, found, now):
                    return False
            self._mark = self._tick()
            self.look()
            return True

    def _take(self, db: sqlite3.Connection, found: tuple[int, float, int, str], now: int) -> bool:
        """Inside a transaction: go on with an open clock, unless another program runs it."""
        number, spent, beat, owner = found
        if owner and owner != self.owner and alive(owner, (now - beat) / 1000):
            return False
        if owner != self.owner:
            if owner:
                _event(db, number, "lost", beat, spent)
            _event(db, number, "resume", now, spent)
            db.execute("UPDATE clocks SET owner = ?, beat = ? WHERE id = ?", (self.owner, now, number))
        return True

    def beat(self) -> None:
        """Write that it runs. To be called every `BEAT_SECONDS`; a longer silence is recorded as a pause.

        Raises:
            ProgressError: it can't be written; nothing is lost if the next one can.
        """
        with self._lock:
            if self.state == RUNNING:
                self._advance()
            self.look()

    def _advance(self, stop: str = "") -> None:
        """Add what ran since the last heartbeat; then pause (`stop` is "pause"), end (an outcome), or go on."""
        with self.store._write() as db:
            now, tick = self.store._now(), self._tick()
            found = db.execute(
                "SELECT id, spent, beat FROM clocks WHERE what = ? AND owner = ? AND ended IS NULL",
                (self.what, self.owner),
            ).fetchone()
            if found is None:
                return
            number, spent, beat = found
            ran = tick - self._mark
            if ran > LOST_SECONDS:
                _event(db, number, "lost", beat, spent)
                _event(db, number, "resume", now, spent)
                ran = 0.0
            spent += max(0.0, ran)
            self._mark = tick
            if stop in ("", "pause"):
                owner = "" if stop else self.owner
                db.execute("UPDATE clocks SET spent = ?, beat = ?, owner = ? WHERE id = ?", (spent, now, owner, number))
                if stop:
                    _event(db, number, "pause", now, spent)
            else:
                _end(db, number, spent, now, stop)

    def pause(self) -> None:
        """Stand still; nothing happens where it doesn't run here.

        Raises:
            ProgressError: it can't be written.
        """
        with self._lock:
            if self.state == RUNNING:
                self._advance("pause")
            self.look()

    def stop(self) -> None:
        """Give up: the run has ended and counts for nothing.

        Raises:
            ProgressError: it can't be written.
        """
        with self._lock:
            if self.look() is None or self.state == ELSEWHERE:
                return
            if self.state == RUNNING:
                self._advance(STOPPED)
            else:
                with self.store._write() as db:
                    run = self.run
                    assert run is not None
                    _end(db, run.id, run.spent, self.store._now(), STOPPED)
            self.look()
