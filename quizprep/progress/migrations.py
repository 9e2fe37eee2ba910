"""The database's schema as numbered steps. A step is never edited once released; a change is a new step.

``user_version`` holds how many steps a database has taken. Times are integers: milliseconds since 1970, UTC.
"""

from __future__ import annotations

import sqlite3

FIRST = (
    """CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        mode TEXT NOT NULL,
        started INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE answers (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        question TEXT NOT NULL,
        version INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        generated INTEGER NOT NULL,
        topic TEXT NOT NULL,
        concept TEXT NOT NULL,
        type TEXT NOT NULL,
        difficulty INTEGER NOT NULL,
        answer TEXT NOT NULL,
        correct INTEGER NOT NULL CHECK (correct IN (0, 1)),
        score REAL NOT NULL,
        seconds REAL NOT NULL,
        first INTEGER NOT NULL CHECK (first IN (0, 1))
    )""",
    "CREATE INDEX answers_by_question ON answers (question, id)",
    "CREATE INDEX answers_by_session ON answers (session, question, seed)",
    "CREATE INDEX answers_by_topic ON answers (topic, id)",
    """CREATE TABLE submissions (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        drill TEXT NOT NULL,
        revision INTEGER NOT NULL,
        source BLOB NOT NULL,
        report TEXT NOT NULL,
        verdict TEXT NOT NULL,
        passed INTEGER NOT NULL,
        total INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        seconds REAL NOT NULL,
        seconds_spent REAL,
        mistake TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE INDEX submissions_by_drill ON submissions (drill, id)",
    """CREATE TABLE events (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        drill TEXT NOT NULL,
        kind TEXT NOT NULL,
        detail TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE INDEX events_by_drill ON events (drill, kind)",
)

RUNS = (
    """CREATE TABLE runs (
        submission INTEGER PRIMARY KEY REFERENCES submissions (id) ON DELETE CASCADE,
        device TEXT NOT NULL,
        curve TEXT NOT NULL,
        seconds REAL NOT NULL
    )""",
)

STEPS: tuple[tuple[str, ...], ...] = (FIRST, RUNS)
"""Step 1 makes version 1, and so on."""


def version(db: sqlite3.Connection) -> int:
    """How many steps the database has taken; 0 for a new one."""
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    return found


def migrate(db: sqlite3.Connection, steps: tuple[tuple[str, ...], ...] | None = None) -> int:
    """Take the steps that are missing, all or none, in one transaction; returns how many were taken.

    Two programs may call this at once: the second finds nothing left to do.

    Raises:
        sqlite3.Error: when a step fails; the database is then as it was.
    """
    steps = STEPS if steps is None else steps
    db.execute("PRAGMA foreign_keys = OFF")
    try:
        db.execute("BEGIN IMMEDIATE")
        try:
            at = version(db)
            for number, step in enumerate(steps[at:], at + 1):
                for statement in step:
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number:d}")
            if len(steps) > at and (broken := db.execute("PRAGMA foreign_key_check").fetchone()):
                raise sqlite3.IntegrityError(f"a row of {broken[0]} points nowhere after the migration")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")
    return max(0, len(steps) - at)
