"""Figures over the whole history, ready for JSON (docs/statistics.md says what each one means). Days are the user's own (local time).

No figure flatters: the first answer to a variant counts and a corrected one stays wrong; an answer that was taken back is left out;
with fewer than `ENOUGH` answers there are counts and no share; each share comes with its 95 % interval. Sums are kept by the
database (``tallies``), so that a million answers are not read again.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from quizprep.content.library import Library

ENOUGH = 5
"""With fewer answers no share is given."""
WEEKS = 26
"""How far back days and weeks are told one by one."""
NEWEST = 2000
"""Times and wrong options are those of so many newest answers."""
GAPS = {"1": "1-3", "3": "3-7", "7": "7-21", "21": "21-"}
"""Name of a tally -> the days since the question's last answer."""
DAYS = """SELECT name FROM tallies WHERE kind = 'day' AND n > 0
    UNION SELECT date(at / 1000, 'unixepoch', 'localtime') FROM submissions ORDER BY 1"""
STATES = "SELECT drill, max(verdict = 'pass') FROM submissions GROUP BY drill"


def statistics(db: sqlite3.Connection, library: Library | dict[str, Any] | None, today: date) -> dict[str, Any]:
    """Answers, accuracy, retention, times, drills, mistakes, days.

    Args:
        db: an open database.
        library: the topics and drills there are, or what `content.index` lists of them.
        today: the local day.
    """
    from quizprep.progress.statistics_drills import drill_times, mistakes

    names, drills = _known(library)
    answers, right, corrected, seconds = db.execute(
        "SELECT total(answers), total(right), total(corrected), total(seconds) FROM tallies WHERE kind = 'topic'"
    ).fetchone()
    days = [date.fromisoformat(row[0]) for row in db.execute(DAYS) if row[0]]
    return {
        **share(answers, right),
        "corrected": int(corrected),
        "seconds": round(seconds, 1),
        "topics": _by(db, "topic", names),
        "types": _types(db),
        "concepts": _concepts(db),
        "retention": _retention(db),
        "drills": _drills(db, drills) | {"times": drill_times(db)},
        "mistakes": mistakes(db),
        "calendar": calendar(db, today),
        "days": len(days),
        "streak": streak(days, today),
        "last_day": days[-1].isoformat() if days else None,
        "fit": _fit(db),
    }


def share(answers: float, right: float) -> dict[str, Any]:
    """Counts; and from `ENOUGH` answers on, the share right and its 95 % interval (Wilson), else None."""
    n, r = int(answers), int(right)
    enough = n >= ENOUGH
    return {
        "answers": n,
        "right": r,
        "accuracy": round(r / n, 4) if enough else None,
        "interval": wilson(r, n) if enough else None,
    }


def wilson(right: int, n: int, z: float = 1.959964) -> list[float]:
    """The interval that holds the true share in 95 of 100 cases, after Wilson (1927); it never leaves [0, 1].

    Args:
        right: successes.
        n: trials, at least 1.
        z: how many standard errors wide at each side.
    """
    low, high = _wilson(right, n, z)
    return [round(max(0.0, low), 4), round(min(1.0, high), 4)]


def _wilson(right: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    p, square = right / n, z * z
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * (p * (1 - p) / n + square / (4 * n * n)) ** 0.5
    return middle - half, middle + half


def by_topic(db: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """For each topic answered so far, counts and share."""
    return _by(db, "topic", [])


def _by(db: sqlite3.Connection, kind: str, names: list[str]) -> dict[str, dict[str, Any]]:
    rows = db.execute("SELECT name, answers, right FROM tallies WHERE kind = ? AND n > 0", (kind,))
    found = {name: (n, right) for name, n, right in rows}
    return {name: share(*found.get(name, (0, 0))) for name in [*names, *sorted(set(found) - set(names))]}


def _types(db: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """By type of question, with the median time of the newest answers."""
    taken: dict[str, list[float]] = {}
    rows = db.execute(
        "SELECT type, seconds FROM answers WHERE id > (SELECT max(id) FROM answers) - ? AND first AND NOT undone", (NEWEST,)
    )
    for kind, seconds in rows:
        taken.setdefault(kind, []).append(seconds)
    return {
        kind: found | {"median_seconds": _median(taken.get(kind, []))}
        for kind, found in _by(db, "type", []).items()
    }


def _median(values: list[float]) -> float | None:
    """The middle one; None of few. (The module `statistics` takes as long to import as all the rest here.)"""
    if len(values) < ENOUGH:
        return None
    ordered, half = sorted(values), len(values) // 2
    return round((ordered[half] + ordered[~half]) / 2, 1)


def _concepts(db: sqlite3.Connection, most: int = 10) -> list[dict[str, Any]]:
    """The weakest concepts with enough answers: those whose interval ends lowest."""
    rows = db.execute(
        "SELECT name, answers, right FROM tallies WHERE kind = 'concept' AND answers >= ? AND right < answers", (ENOUGH,)
    ).fetchall()
    rows.sort(key=lambda row: (_wilson(row[2], row[1])[1], row[0]))
    found = []
    for name, answers, right in rows[:most]:
        topic, _, concept = name.partition("/")
        found.append({"topic": topic, "concept": concept, **share(answers, right)})
    return found


def _retention(db: sqlite3.Connection) -> dict[str, Any]:
    """How many first answers were right a day or longer after the question's last answer."""
    gaps = _by(db, "gap", list(GAPS))
    total = share(sum(g["answers"] for g in gaps.values()), sum(g["right"] for g in gaps.values()))
    return total | {"by_gap": [{"days": GAPS[name], **gaps[name]} for name in GAPS]}


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


def calendar(db: sqlite3.Connection, today: date) -> list[dict[str, Any]]:
    """The days of the last 26 weeks (weeks begin on Monday) on which something was done, oldest first.

    ``drills`` counts the drills passed on that day, each once.
    """
    begin = (today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))).isoformat()
    found: dict[str, dict[str, Any]] = {}
    rows = db.execute(
        "SELECT name, answers, right, seconds FROM tallies WHERE kind = 'day' AND name BETWEEN ? AND ? AND n > 0",
        (begin, today.isoformat()),
    )
    for day, answers, right, seconds in rows:
        found[day] = {"day": day, "answers": answers, "right": right, "seconds": round(seconds, 1), "submissions": 0, "drills": 0}
    rows = db.execute(
        "SELECT date(at / 1000, 'unixepoch', 'localtime') AS day, count(*),"
        " count(DISTINCT CASE WHEN verdict = 'pass' THEN drill END) FROM submissions GROUP BY day"
        " HAVING day BETWEEN ? AND ?",
        (begin, today.isoformat()),
    )
    for day, submissions, drills in rows:
        empty = {"day": day, "answers": 0, "right": 0, "seconds": 0.0}
        found[day] = found.get(day, empty) | {"submissions": submissions, "drills": drills}
    return [found[day] for day in sorted(found)]


def streak(days: list[date], today: date) -> int:
    """Days practised in a row up to today; yesterday's streak still stands until today ends."""
    known, at, count = set(days), today, 0
    if at not in known:
        at -= timedelta(days=1)
    while at in known:
        at, count = at - timedelta(days=1), count + 1
    return count


def _fit(db: sqlite3.Connection) -> dict[str, Any] | None:
    """The newest fit of the scheduling parameters, where there was one."""
    row = db.execute(
        "SELECT at, reviews, loss, default_loss, baseline_loss, used FROM fits ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    names = ("at", "reviews", "loss", "default_loss", "baseline_loss")
    return {**dict(zip(names, row, strict=False)), "used": bool(row[5])}
