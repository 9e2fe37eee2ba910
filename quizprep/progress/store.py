"""The progress database: every answer and every graded submission, committed before the call returns.

One SQLite file in WAL mode. Several programs may use it at once, and several threads one `Store`.
What can't be done raises `ProgressError`, one sentence with the path and what to do.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
from datetime import datetime
from functools import cached_property
from pathlib import Path

from quizprep import paths
from quizprep.errors import ProgressError
from quizprep.i18n import _
from quizprep.progress import backup, migrations
from quizprep.progress.trouble import explain, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from quizprep.content.library import Drill, Library
    from quizprep.content.render import Rendered
    from quizprep.grading.report import Report
    from quizprep.progress.cards import Cards
    from quizprep.progress.rows import AnswerRow, RunRow, SubmissionRow
    from quizprep.quiz.answers import Result

WAIT_SECONDS = 5.0
"""How long another program may hold the database before it counts as locked."""


class Store:
    """An open progress database; use `Store.open`, as a context manager or with `close`."""

    def __init__(self, db: sqlite3.Connection, path: Path, clock: Callable[[], float]) -> None:
        self.path = path
        self.backup_problem = ""
        """Why today's backup could not be taken, or ""."""
        self._db, self._clock, self._lock = db, clock, threading.RLock()

    @classmethod
    def open(
        cls, path: Path | None = None, *, clock: Callable[[], float] = time.time, wait: float = WAIT_SECONDS
    ) -> Store:
        """Open the database, made where it is missing, migrated where it is old, backed up once a day.

        Raises:
            ProgressError: newer than this program, damaged, locked, not writable, disk full.
        """
        path = path or paths.database()
        with told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
            store = cls(db, path, clock)
            try:
                store._prepare(wait)
            except BaseException:
                db.close()
                raise
        return store

    def _prepare(self, wait: float) -> None:
        at, newest = migrations.version(self._db), len(migrations.STEPS)
        if at > newest:
            raise ProgressError(
                _(
                    "the progress database {path} was written by a newer quizprep (format {found}, this one"
                    " knows {known}); update quizprep. It was not changed.",
                    path=self.path,
                    found=at,
                    known=newest,
                )
            )
        self._use_wal(wait)
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA synchronous = FULL")
        if at < newest:
            if at > 0:
                backup.back_up(self._db, self.path, self._clock(), f"v{at}")
            migrations.migrate(self._db)
        if at > 0 and backup.wanted_today(self.path, self._clock()):
            try:
                backup.back_up(self._db, self.path, self._clock(), "daily")
            except (OSError, sqlite3.Error) as e:
                if "CORRUPT" in (getattr(e, "sqlite_errorname", "") or ""):
                    raise
                self.backup_problem = str(explain(e, backup.folder(self.path)))

    def _use_wal(self, wait: float) -> None:
        """Switch to WAL; SQLite does not wait for this one by itself when two programs start at once."""
        until = time.monotonic() + wait
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as e:
                if e.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def close(self) -> None:
        """Close the file; calling twice does no harm."""
        with self._lock:
            self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is on disk when the block ends, or never happened."""
        with self._lock, told(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock, told(self.path):
            return self._db.execute(query, values).fetchall()

    def _now(self) -> int:
        return int(self._clock() * 1000)

    # answers

    def record_answer(
        self,
        rendered: Rendered,
        answer: Any,
        result: Result,
        *,
        seconds: float,
        session: str,
        mode: str = "quiz",
    ) -> int:
        """Keep one graded answer; returns its id. It is on disk when this returns."""
        question, now = rendered.question, self._now()
        with self._write() as db:
            db.execute("INSERT INTO sessions VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (session, mode, now))
            # an authored question is the same one whatever its shuffling; one taken back had been seen all the same
            seen = db.execute(
                "SELECT 1 FROM answers WHERE session = ? AND question = ? AND (NOT generated OR seed = ? AND version = ?)",
                (session, rendered.id, rendered.seed, rendered.version),
            ).fetchone()
            row = (
                *(now, session, rendered.id, rendered.version, rendered.seed, rendered.generated),
                *(rendered.topic, question.concept, question.kind, question.difficulty),
                *(json.dumps(answer), result.correct, result.score, seconds, seen is None),
            )
            done = db.execute(
                "INSERT INTO answers (at, session, question, version, seed, generated, topic, concept, type,"
                f" difficulty, answer, correct, score, seconds, first) VALUES ({', '.join('?' * len(row))})",
                row,
            )
            number = int(done.lastrowid or 0)
            self.cards.add(db, number, result.score)
        return number

    @cached_property
    def cards(self) -> Cards:
        """When each question is due, the reviews, undo, notes: see `progress.cards`."""
        from quizprep.progress.cards import Cards

        return Cards(self)

    def answers(
        self, *, topic: str | None = None, session: str | None = None, limit: int = 100, undone: bool = False
    ) -> list[AnswerRow]:
        """The newest answers first; those that were taken back only where `undone` asks for them too."""
        from quizprep.progress.rows import ANSWER_COLUMNS, answer_row

        rows = self._rows(
            f"SELECT {ANSWER_COLUMNS} FROM answers a JOIN sessions s ON s.id = a.session"
            " WHERE (?1 IS NULL OR a.topic = ?1) AND (?2 IS NULL OR a.session = ?2) AND (?4 OR NOT a.undone)"
            " ORDER BY a.id DESC LIMIT ?3",
            (topic, session, limit, undone),
        )
        return [answer_row(r) for r in rows]

    def standing(self) -> dict[str, tuple[bool, float]]:
        """For each question answered so far: was the last answer right, and when (seconds since 1970)."""
        rows = self._rows("SELECT question, correct, last FROM cards")
        return {question: (bool(correct), at / 1000) for question, correct, at in rows}

    def asked(self, questions: list[str]) -> set[str]:
        """Those of these questions that were answered."""
        rows = self._rows("SELECT question FROM cards WHERE question IN (SELECT value FROM json_each(?))", (json.dumps(questions),))
        return {row[0] for row in rows}

    def asked_in(self, topic: str) -> int:
        """How many questions of a topic were answered."""
        return int(self._rows("SELECT total(n) FROM tallies WHERE kind = 'card' AND name = ?", (topic,))[0][0])

    def asked_of(self, topic: str) -> set[str]:
        """The questions of a topic that were answered."""
        return {row[0] for row in self._rows("SELECT question FROM cards WHERE topic = ?", (topic,))}

    def strengths(self, questions: list[str]) -> dict[str, tuple[int, float]]:
        """Of those of these questions that were answered: 0 or 2 (wrong or right last), and the stability in days."""
        rows = self._rows(
            "SELECT question, 2 * correct, coalesce(stability, 0.0) FROM cards WHERE question IN (SELECT value FROM json_each(?))",
            (json.dumps(questions),),
        )
        return {question: (right, stability) for question, right, stability in rows}

    def oldest(self, topic: str, right: bool, limit: int, skip: int = 0) -> list[str]:
        """The questions of a topic whose last answer was right (or wrong), the longest ago first."""
        rows = self._rows(
            "SELECT question FROM cards WHERE topic = ? AND correct = ? ORDER BY last LIMIT ? OFFSET ?", (topic, right, limit, skip)
        )
        return [row[0] for row in rows]

    # drills

    def record_submission(
        self, drill: Drill, source: bytes, report: Report, *, seconds_spent: float | None = None, timed: bool = True
    ) -> int:
        """Keep one graded submission with its source and report; returns its id. A pass stops the drill's clock if `timed`."""
        from msgspec import to_builtins

        row = (
            *(self._now(), drill.slug, drill.info.revision, source, json.dumps(to_builtins(report))),
            *(report.verdict, report.passed, len(report.checks), report.seed, report.seconds, seconds_spent),
            report.diagnosis.mistake if report.diagnosis else "",
        )
        with self._write() as db:
            done = db.execute(
                "INSERT INTO submissions (at, drill, revision, source, report, verdict, passed, total, seed,"
                f" seconds, seconds_spent, mistake) VALUES ({', '.join('?' * len(row))})",
                row,
            )
            if timed and report.verdict == "pass":
                from quizprep.progress.clocks import drill_clock, passed

                passed(db, drill_clock(drill.slug), row[0], report.seconds)
        return int(done.lastrowid or 0)

    def record_run(self, submission: int, device: str, curves: dict[str, Any], seconds: float) -> None:
        """Keep how a submission to a training task trained: `curves` is ready for JSON, {check: curve}."""
        row = (submission, device, json.dumps(curves, allow_nan=False), seconds)
        with self._write() as db:
            db.execute("INSERT OR REPLACE INTO runs (submission, device, curve, seconds) VALUES (?, ?, ?, ?)", row)

    def runs(self, slug: str, limit: int = 100) -> list[RunRow]:
        """The training runs of a drill, the newest first."""
        from quizprep.progress.rows import RUN_COLUMNS, run_row

        rows = self._rows(
            f"SELECT {RUN_COLUMNS} FROM runs JOIN submissions ON submissions.id = runs.submission"
            " WHERE drill = ? ORDER BY submission DESC LIMIT ?",
            (slug, limit),
        )
        return [run_row(r) for r in rows]

    def submissions(self, slug: str | None = None, limit: int = 100) -> list[SubmissionRow]:
        """The newest submissions first."""
        from quizprep.progress.rows import SUBMISSION_COLUMNS, submission_row

        rows = self._rows(
            f"SELECT {SUBMISSION_COLUMNS} FROM submissions WHERE (?1 IS NULL OR drill = ?1) ORDER BY id DESC LIMIT ?2",
            (slug, limit),
        )
        return [submission_row(r) for r in rows]

    def submission(self, number: int) -> tuple[SubmissionRow, bytes, Report]:
        """One submission with its source and its report.

        Raises:
            ProgressError: there is none with that number.
        """
        from msgspec import convert

        from quizprep.grading.report import Report
        from quizprep.progress.rows import SUBMISSION_COLUMNS, submission_row

        rows = self._rows(f"SELECT {SUBMISSION_COLUMNS}, source, report FROM submissions WHERE id = ?", (number,))
        if not rows:
            raise ProgressError(_("there is no submission {number} in {path}.", number=number, path=self.path))
        *row, source, report = rows[0]
        return submission_row(tuple(row)), source, convert(json.loads(report), Report)

    def best(self, slug: str) -> SubmissionRow | None:
        """The best submission to a drill: a pass before anything, then the most checks, then the newest."""
        from quizprep.progress.rows import SUBMISSION_COLUMNS, submission_row

        rows = self._rows(
            f"SELECT {SUBMISSION_COLUMNS} FROM submissions WHERE drill = ?"
            " ORDER BY verdict = 'pass' DESC, passed DESC, id DESC LIMIT 1",
            (slug,),
        )
        return submission_row(rows[0]) if rows else None

    def drill_states(self) -> dict[str, str]:
        """For each drill submitted so far, "passed" or "tried"."""
        rows = self._rows("SELECT drill, max(verdict = 'pass') FROM submissions GROUP BY drill")
        return {slug: "passed" if passed else "tried" for slug, passed in rows}

    def record_event(self, drill_slug: str, kind: str, detail: str = "") -> None:
        """Keep that something happened to a drill: "start", "hint", "reveal"."""
        detail = detail.encode("utf-8", "replace").decode("utf-8")
        with self._write() as db:
            db.execute(
                "INSERT INTO events (at, drill, kind, detail) VALUES (?, ?, ?, ?)",
                (self._now(), drill_slug, kind, detail),
            )
            if kind in ("hint", "reveal"):
                from quizprep.progress.clocks import drill_clock, note

                note(db, drill_clock(drill_slug), kind, self._now())

    def events(self, drill_slug: str, kind: str) -> int:
        """How often an event of that kind happened to a drill."""
        rows = self._rows("SELECT count(*) FROM events WHERE drill = ? AND kind = ?", (drill_slug, kind))
        return int(rows[0][0])

    def hints_shown(self, slug: str) -> int:
        """How many hints of a drill were shown (as recorded by `record_event` with kind "hint")."""
        return self.events(slug, "hint")

    # the whole

    def stats(self, library: Library | dict[str, Any] | None = None) -> dict[str, Any]:
        """Figures over the whole history, ready for JSON: see `progress.statistics`."""
        from quizprep.progress.statistics import statistics

        today = datetime.fromtimestamp(self._clock()).date()
        with self._lock, told(self.path):
            return statistics(self._db, library, today)

    def by_topic(self) -> dict[str, dict[str, Any]]:
        """For each topic answered so far: answers and right ones at the first try, share and interval."""
        from quizprep.progress.statistics import by_topic

        with self._lock, told(self.path):
            return by_topic(self._db)

    def wrong_options(self, library: Library | None = None) -> list[dict[str, Any]]:
        """The wrong options picked most often, ready for JSON. The banks are read only where there are any."""
        from quizprep.progress.statistics_drills import wrong_options

        with self._lock, told(self.path):
            return wrong_options(self._db, library)

    def check(self) -> str:
        """ "ok", or what SQLite's own quick check finds broken."""
        return str(self._rows("PRAGMA quick_check(1)")[0][0])
