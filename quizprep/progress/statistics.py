"""Figures over the whole history, ready for JSON. Days are the user's own (local time)."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from quizprep.content.library import Library

DAYS = """SELECT date(at / 1000, 'unixepoch', 'localtime') AS day FROM answers
    UNION SELECT date(at / 1000, 'unixepoch', 'localtime') FROM submissions ORDER BY day"""
STATES = "SELECT drill, max(verdict = 'pass') FROM submissions GROUP BY drill"


def statistics(db: sqlite3.Connection, library: Library | dict[str, Any] | None, today: date) -> dict[str, Any]:
    """Answers, accuracy, drills, days; the first answer to a variant counts, a corrected one stays wrong.

    Args:
        db: an open database.
        library: the topics and drills there are, or what `content.index` lists of them.
        today: the local day.
    """
    names, drills = _known(library)
    answered, right = db.execute("SELECT count(*), total(correct) FROM answers WHERE first").fetchone()
    corrected = db.execute("SELECT count(*) FROM answers WHERE correct AND NOT first").fetchone()[0]
    seconds = db.execute("SELECT total(seconds) FROM answers").fetchone()[0]
    days = [date.fromisoformat(row[0]) for row in db.execute(DAYS) if row[0]]
    return {
        "answers": answered,
        "right": int(right),
        "accuracy": _share(right, answered),
        "corrected": corrected,
        "seconds": round(seconds, 1),
        "topics": _by(db, "topic", names),
        "types": _by(db, "type", []),
        "drills": _drills(db, drills),
        "days": len(days),
        "streak": streak(days, today),
        "last_day": days[-1].isoformat() if days else None,
    }


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def _by(db: sqlite3.Connection, column: str, names: list[str]) -> dict[str, Any]:
    rows = db.execute(f"SELECT {column}, count(*), total(correct) FROM answers WHERE first GROUP BY {column}")
    found = {name: (n, int(right)) for name, n, right in rows}
    order = [*names, *sorted(set(found) - set(names))]
    counted = {name: found.get(name, (0, 0)) for name in order}
    return {name: {"answers": n, "right": r, "accuracy": _share(r, n)} for name, (n, r) in counted.items()}


def _known(library: Library | dict[str, Any] | None) -> tuple[list[str], int | None]:
    """The topics in their order, and how many drills there are."""
    if library is None:
        return [], None
    if isinstance(library, dict):
        return [t["slug"] for t in library["topics"]], len(library["drills"])
    return [t.slug for t in library.topics], len(library.drills)


def _drills(db: sqlite3.Connection, total: int | None) -> dict[str, Any]:
    states = dict(db.execute(STATES).fetchall())
    passed = sorted(slug for slug, state in states.items() if state)
    return {
        "passed": len(passed),
        "tried": len(states),
        "total": total,
        "submissions": db.execute("SELECT count(*) FROM submissions").fetchone()[0],
        "passed_slugs": passed,
        "tried_slugs": sorted(set(states) - set(passed)),
    }


def streak(days: list[date], today: date) -> int:
    """Days practised in a row up to today; yesterday's streak still stands until today ends."""
    known, at, count = set(days), today, 0
    if at not in known:
        at -= timedelta(days=1)
    while at in known:
        at, count = at - timedelta(days=1), count + 1
    return count
