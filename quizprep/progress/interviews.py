"""Mock interviews in the database: what was planned, what was said, how far it came, the report.

Everything is committed before the call returns. What was answered lies in ``answers`` (under the interview's session) and
``submissions`` like any other; here is only what those can't say. At most one interview is not finished.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from quizprep.errors import ProgressError, UsageError
from quizprep.i18n import _
from quizprep.progress.rows import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizprep.progress.store import Store
    from quizprep.quiz.interview import Planned, Settings

WAITING, GIVEN, SKIPPED, CUT, GONE = "waiting", "given", "skipped", "cut", "gone"
"""States of an item: not reached; answered; passed on; open when the time was up; no longer in the bank."""
ALL, TIME, LEFT = "all", "time", "left"
"""How the asking ended: all was asked; the time was up; ended early."""


class ItemRow(Struct, frozen=True, kw_only=True):
    """One thing that is asked."""

    place: int
    kind: str
    name: str
    topic: str
    version: int
    seed: int
    par: float
    """Seconds."""
    began: float | None
    """Seconds on the interview's clock."""
    ended: float | None
    state: str
    said: list[str]
    """What was written to an open question, then to its follow-ups."""
    source: bytes | None
    """What was handed in for a drill."""
    submission: int | None

    @property
    def seconds(self) -> float:
        """How long it took."""
        return 0.0 if self.began is None or self.ended is None else max(0.0, self.ended - self.began)


class InterviewRow(Struct, frozen=True, kw_only=True):
    """One interview."""

    id: int
    started: datetime
    session: str
    minutes: int
    level: int
    topics: list[str]
    seed: int
    asked: datetime | None
    """When the asking was over; open questions may still have to be marked."""
    ended: datetime | None
    outcome: str
    report: dict[str, Any] | None
    """Read it with `quiz.interview_report.load`."""


COLUMNS = "id, started, session, minutes, level, topics, seed, asked, ended, outcome, report"
ITEMS = "place, kind, name, topic, version, seed, par, began, ended, state, said, source, submission"


def clock_name(number: int) -> str:
    """The name of an interview's clock."""
    return f"interview:{number}"


def _row(row: tuple[Any, ...]) -> InterviewRow:
    return InterviewRow(
        id=row[0], started=moment(row[1]), session=row[2], minutes=row[3], level=row[4], topics=json.loads(row[5]),
        seed=row[6], asked=moment(row[7]) if row[7] else None, ended=moment(row[8]) if row[8] else None,
        outcome=row[9], report=json.loads(row[10]) if row[10] else None,
    )  # fmt: skip


def begin(store: Store, settings: Settings, planned: Sequence[Planned], seed: int) -> InterviewRow:
    """Keep a new interview.

    Raises:
        UsageError: another one is not finished.
        ProgressError: it can't be written.
    """
    from uuid import uuid4

    now = store._now()
    if (open_one := unfinished(store)) is not None:
        raise UsageError(_unfinished(open_one))
    try:
        with store._write() as db:
            made = db.execute(
                "INSERT INTO interviews (started, session, minutes, level, topics, seed) VALUES (?, ?, ?, ?, ?, ?)",
                (now, uuid4().hex, settings.minutes, settings.level, json.dumps(list(settings.topics)), seed),
            )
            number = int(made.lastrowid or 0)
            db.executemany(
                "INSERT INTO interview_items (interview, place, kind, name, topic, version, seed, par)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [(number, n, p.kind, p.name, p.topic, p.version, p.seed, p.par) for n, p in enumerate(planned)],
            )
    except ProgressError as e:
        if isinstance(e.__cause__, sqlite3.IntegrityError) and (open_one := unfinished(store)) is not None:
            raise UsageError(_unfinished(open_one)) from None
        raise
    return interview(store, number)


def _unfinished(row: InterviewRow) -> str:
    return _(
        "interview {number} of {date} is not finished; go on with it first (quizprep interview), or end it there.",
        number=row.id,
        date=row.started.astimezone().strftime("%Y-%m-%d %H:%M"),
    )


def interview(store: Store, number: int) -> InterviewRow:
    """One interview.

    Raises:
        UsageError: there is none with that number.
    """
    rows = store._rows(f"SELECT {COLUMNS} FROM interviews WHERE id = ?", (number,))
    if not rows:
        raise UsageError(_("there is no interview {number}; see quizprep interview --list.", number=number))
    return _row(rows[0])


def unfinished(store: Store) -> InterviewRow | None:
    """The interview that is not finished."""
    rows = store._rows(f"SELECT {COLUMNS} FROM interviews WHERE ended IS NULL")
    return _row(rows[0]) if rows else None


def past(store: Store, limit: int = 100) -> list[InterviewRow]:
    """The finished ones, the newest first."""
    rows = store._rows(f"SELECT {COLUMNS} FROM interviews WHERE ended IS NOT NULL ORDER BY id DESC LIMIT ?", (limit,))
    return [_row(r) for r in rows]


def asked_lately(store: Store, interviews: int = 3) -> set[str]:
    """The questions and drills of the last interviews."""
    rows = store._rows(
        "SELECT DISTINCT name FROM interview_items WHERE began IS NOT NULL AND interview IN"
        " (SELECT id FROM interviews ORDER BY id DESC LIMIT ?)",
        (interviews,),
    )
    return {row[0] for row in rows}


def items(store: Store, number: int) -> list[ItemRow]:
    """What is asked, in its order."""
    rows = store._rows(f"SELECT {ITEMS} FROM interview_items WHERE interview = ? ORDER BY place", (number,))
    return [
        ItemRow(
            place=r[0], kind=r[1], name=r[2], topic=r[3], version=r[4], seed=r[5], par=r[6], began=r[7], ended=r[8],
            state=r[9], said=json.loads(r[10]), source=r[11], submission=r[12],
        )
        for r in rows
    ]  # fmt: skip


def _set(store: Store, number: int, place: int, **values: Any) -> None:
    with store._write() as db:
        named = ", ".join(f"{name} = ?" for name in values)
        db.execute(
            f"UPDATE interview_items SET {named} WHERE interview = ? AND place = ?", (*values.values(), number, place)
        )


def enter(store: Store, number: int, place: int, at: float) -> None:
    """The item is on the screen; `at` is the interview's clock, seconds."""
    _set(store, number, place, began=at)


def write(store: Store, number: int, place: int, said: list[str]) -> None:
    """Keep what is written so far."""
    _set(store, number, place, said=json.dumps(said))


def leave(store: Store, number: int, place: int, state: str, at: float, source: bytes | None = None) -> None:
    """The item is over; there is no way back to it."""
    _set(store, number, place, state=state, ended=at, source=source)


def judged(store: Store, number: int, place: int, submission: int) -> None:
    """What was handed in has its verdict."""
    _set(store, number, place, submission=submission)


def close(store: Store, number: int, outcome: str) -> None:
    """No more is asked."""
    with store._write() as db:
        db.execute(
            "UPDATE interviews SET asked = ?, outcome = ? WHERE id = ? AND asked IS NULL",
            (store._now(), outcome, number),
        )


def finish(store: Store, number: int, report: dict[str, Any]) -> None:
    """The report is made; it is kept as it is now."""
    with store._write() as db:
        db.execute(
            "UPDATE interviews SET ended = ?, report = ? WHERE id = ?", (store._now(), json.dumps(report), number)
        )
