"""The mistakes most made and the times of the drills."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter

from quizprep.progress.statistics import NEWEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from quizprep.content.catalogue import Catalogue
    from quizprep.content.library import Library

MOST = 10
LOOKED_AT = 500
"""So many of the newest wrong answers to choices are looked at."""


def mistakes(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """The known mistakes diagnosed most often in submissions: on how many days, in how many submissions, when last.

    A mistake that is submitted five times in one evening was made on one day; days are what it is ordered by.
    """
    rows = db.execute(
        "SELECT drill, mistake, count(DISTINCT date(at / 1000, 'unixepoch', 'localtime')) AS days, count(*) AS times,"
        " max(id) AS last FROM submissions WHERE mistake <> '' GROUP BY drill, mistake"
        " ORDER BY days DESC, times DESC, last DESC LIMIT ?",
        (MOST,),
    ).fetchall()
    found = []
    for drill, mistake, days, times, last in rows:
        report, day = db.execute(
            "SELECT report, date(at / 1000, 'unixepoch', 'localtime') FROM submissions WHERE id = ?", (last,)
        ).fetchone()
        title = (json.loads(report).get("diagnosis") or {}).get("title") or {"en": mistake, "zh": mistake}
        found.append(
            {"drill": drill, "mistake": mistake, "title": title, "days": days, "submissions": times, "last_day": day}
        )
    return found


def drill_times(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """For each drill done against the clock: how many runs, the best and the last that counts, the par time; in seconds.

    Hints count as time; a run with the solution shown does not count; times of an older revision of the drill are left out.
    """
    if not db.execute("SELECT 1 FROM clocks WHERE what LIKE 'drill:%' AND ended IS NOT NULL LIMIT 1").fetchone():
        return []
    from quizprep.progress.clocks import COLUMNS, _run

    rows = db.execute(f"SELECT {COLUMNS} FROM clocks WHERE what LIKE 'drill:%' AND ended IS NOT NULL ORDER BY id")
    by_drill: dict[str, list[Any]] = {}
    for row in rows:
        by_drill.setdefault(row[1].partition(":")[2], []).append(_run(row))
    found = []
    for slug, all_runs in by_drill.items():
        revision = max(run.revision for run in all_runs)
        runs = [run for run in all_runs if run.revision == revision]
        totals = [run.total for run in runs if run.counts]
        found.append(
            {
                "drill": slug,
                "runs": len(runs),
                "counted": len(totals),
                "best_seconds": round(min(totals), 1) if totals else None,
                "last_seconds": round(totals[-1], 1) if totals else None,
                "par_seconds": runs[-1].par,
            }
        )
    return sorted(found, key=lambda d: d["drill"])


def wrong_options(db: sqlite3.Connection, library: Library | None) -> list[dict[str, Any]]:
    """The wrong options picked most often, of the questions that are still as they were answered.

    Args:
        db: an open database.
        library: where the questions are read; None for the shipped one.
    """
    rows = db.execute(
        "SELECT question, version, seed, answer FROM answers WHERE id > (SELECT max(id) FROM answers) - ?"
        " AND type IN ('choice', 'choices') AND NOT correct AND first AND NOT undone AND NOT generated"
        " ORDER BY id DESC LIMIT ?",
        (NEWEST, LOOKED_AT),
    ).fetchall()
    if not rows:
        return []
    from quizprep.content.library import Library

    catalogue = (library or Library()).catalogue
    given: dict[str, list[tuple[int, int, Any]]] = {}
    for question, version, seed, answer in rows:
        given.setdefault(question, []).append((version, seed, json.loads(answer)))
    found: list[tuple[int, Any, int]] = []
    for question, wrong in sorted(given.items(), key=lambda one: -len(one[1])):
        if len(found) >= MOST and found[MOST - 1][0] >= len(wrong):
            break  # no option of this question, nor of those after it, was picked more often
        item, picked = _picked(catalogue, question, wrong)
        found += [(times, item, place) for place, times in picked.items()]
        found.sort(key=lambda one: -one[0])
    return [_told(item, times, place) for times, item, place in found[:MOST]]


def _picked(catalogue: Catalogue, question: str, given: list[tuple[int, int, Any]]) -> tuple[Any, Counter[int]]:
    """A question and, for the places of its wrong options as authored, how often each was picked.

    Args:
        catalogue: where it is read.
        question: its id.
        given: version, seed and answer of each wrong answer; those of another version are left out.
    """
    from quizprep.content.render import render
    from quizprep.errors import QuizprepError

    picked: Counter[int] = Counter()
    try:
        item: Any = catalogue.item(question)
    except QuizprepError:
        return None, picked
    for version, seed, answer in given:
        if getattr(item, "revision", None) != version or not hasattr(item, "options"):
            continue
        shown: Any = render(item, seed).question
        for n in answer if isinstance(answer, list) else [answer]:
            if n < len(shown.options) and not shown.options[n].correct:
                picked[item.options.index(shown.options[n])] += 1
    return item, picked


def _told(item: Any, times: int, place: int) -> dict[str, Any]:
    option = item.options[place]
    why = {"en": option.why.en, "zh": option.why.zh} if option.why else None
    return {
        "question": item.id,
        "prompt": {"en": item.prompt.en, "zh": item.prompt.zh},
        "option": {"en": option.text.en, "zh": option.text.zh},
        "why": why,
        "times": times,
    }
