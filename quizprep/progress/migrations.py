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

CARDS = (
    # when an answer was taken back (milliseconds since 1970), 0 where it counts; statistics leave those out
    "ALTER TABLE answers ADD COLUMN undone INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX answers_by_time ON answers (at)",
    "CREATE INDEX answers_by_concept ON answers (topic, concept, id, correct) WHERE first = 1 AND undone = 0",
    # where each question stands: made again from the reviews, never the only place of anything
    """CREATE TABLE cards (
        question TEXT PRIMARY KEY,
        topic TEXT NOT NULL,
        concept TEXT NOT NULL,
        state INTEGER NOT NULL,
        step INTEGER,
        stability REAL,
        difficulty REAL,
        due INTEGER NOT NULL,
        last INTEGER NOT NULL,
        correct INTEGER NOT NULL,
        reviews INTEGER NOT NULL,
        lapses INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX cards_by_due ON cards (due)",
    "CREATE INDEX cards_by_topic ON cards (topic, concept)",
    "CREATE INDEX cards_wrong ON cards (last) WHERE correct = 0",
    """CREATE TABLE reviews (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        answer INTEGER NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
        session TEXT NOT NULL,
        question TEXT NOT NULL,
        version INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
        proposed INTEGER NOT NULL CHECK (proposed BETWEEN 1 AND 4),
        correct INTEGER NOT NULL CHECK (correct IN (0, 1)),
        seconds REAL NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX reviews_by_question ON reviews (question, id)",
    "CREATE INDEX reviews_by_session ON reviews (session, id)",
    "CREATE INDEX reviews_by_answer ON reviews (answer)",
    "CREATE TABLE notes (question TEXT PRIMARY KEY, at INTEGER NOT NULL, text TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE flags (question TEXT PRIMARY KEY, at INTEGER NOT NULL, comment TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE suspended (question TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE fits (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        reviews INTEGER NOT NULL,
        parameters TEXT NOT NULL,
        loss REAL NOT NULL,
        default_loss REAL NOT NULL,
        baseline_loss REAL NOT NULL,
        used INTEGER NOT NULL CHECK (used IN (0, 1))
    )""",
    # what the program remembers for itself, e.g. under which interview date the due days were worked out
    "CREATE TABLE memory (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX submissions_by_mistake ON submissions (at, drill, mistake) WHERE mistake != ''",
    # what was answered before there were cards: a wrong answer is due at once, a right one after a day
    """INSERT INTO cards SELECT question, topic, concept, 0, NULL, NULL, NULL,
        at + CASE WHEN correct THEN 86400000 ELSE 0 END, at, correct, 0, 0
        FROM answers WHERE id IN (SELECT max(id) FROM answers GROUP BY question)""",
)

CLOCKS = (
    """CREATE TABLE clocks (
        id INTEGER PRIMARY KEY,
        what TEXT NOT NULL,
        revision INTEGER NOT NULL,
        par REAL NOT NULL,
        started INTEGER NOT NULL,
        spent REAL NOT NULL DEFAULT 0,
        beat INTEGER NOT NULL,
        owner TEXT NOT NULL DEFAULT '',
        ended INTEGER,
        outcome TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE UNIQUE INDEX clocks_open ON clocks (what) WHERE ended IS NULL",
    "CREATE INDEX clocks_by_what ON clocks (what, id)",
    """CREATE TABLE clock_events (
        id INTEGER PRIMARY KEY,
        clock INTEGER NOT NULL REFERENCES clocks (id) ON DELETE CASCADE,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        spent REAL NOT NULL
    )""",
    "CREATE INDEX clock_events_by_clock ON clock_events (clock, id)",
    """CREATE TABLE interviews (
        id INTEGER PRIMARY KEY,
        started INTEGER NOT NULL,
        session TEXT NOT NULL UNIQUE,
        minutes INTEGER NOT NULL,
        level INTEGER NOT NULL,
        topics TEXT NOT NULL,
        seed INTEGER NOT NULL,
        asked INTEGER,
        ended INTEGER,
        outcome TEXT NOT NULL DEFAULT '',
        report TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE UNIQUE INDEX interviews_open ON interviews ((ended IS NULL)) WHERE ended IS NULL",
    """CREATE TABLE interview_items (
        interview INTEGER NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('question', 'open', 'drill')),
        name TEXT NOT NULL,
        topic TEXT NOT NULL,
        version INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        par REAL NOT NULL,
        began REAL,
        ended REAL,
        state TEXT NOT NULL DEFAULT 'waiting',
        said TEXT NOT NULL DEFAULT '[]',
        source BLOB,
        submission INTEGER REFERENCES submissions (id) ON DELETE SET NULL,
        PRIMARY KEY (interview, place)
    ) WITHOUT ROWID""",
)
"""Timed drills and mock interviews. ``spent``, ``began``, ``ended`` of an item and ``par`` are seconds of running clock."""

TALLIES = (
    # the local day on which it was answered, and the time (milliseconds) since the same question's last answer
    "ALTER TABLE answers ADD COLUMN day TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE answers ADD COLUMN gap INTEGER",
    """UPDATE answers SET day = date(at / 1000, 'unixepoch', 'localtime'), gap = before.gap FROM
        (SELECT id, at - lag(at) OVER (PARTITION BY question ORDER BY id) AS gap FROM answers WHERE NOT undone) AS before
        WHERE before.id = answers.id""",
    "UPDATE answers SET day = date(at / 1000, 'unixepoch', 'localtime') WHERE undone",
    "CREATE INDEX cards_by_standing ON cards (topic, correct, last)",
    "CREATE INDEX answers_by_type ON answers (type, id) WHERE correct AND first AND NOT undone",
    # sums over all answers that count, so that no figure needs to read them all; `n` are all, `answers` those at the first try
    """CREATE TABLE tallies (
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        n INTEGER NOT NULL,
        answers INTEGER NOT NULL,
        right INTEGER NOT NULL,
        corrected INTEGER NOT NULL,
        seconds REAL NOT NULL,
        PRIMARY KEY (kind, name)
    ) WITHOUT ROWID""",
    """CREATE VIEW tallied AS
        SELECT id, 'day' AS kind, day AS name, first, correct, seconds FROM answers
        UNION ALL SELECT id, 'topic', topic, first, correct, seconds FROM answers
        UNION ALL SELECT id, 'type', type, first, correct, seconds FROM answers
        UNION ALL SELECT id, 'concept', topic || '/' || concept, first, correct, seconds FROM answers
        UNION ALL SELECT id, 'gap',
            CASE WHEN gap < 3 * 86400000 THEN '1' WHEN gap < 7 * 86400000 THEN '3' WHEN gap < 21 * 86400000 THEN '7' ELSE '21' END,
            first, correct, seconds FROM answers WHERE gap >= 86400000""",
    """INSERT INTO tallies SELECT kind, name, count(*), sum(first), sum(first AND correct), sum(NOT first AND correct),
        total(seconds) FROM tallied WHERE id NOT IN (SELECT id FROM answers WHERE undone) GROUP BY kind, name""",
    """CREATE TRIGGER answers_counted AFTER INSERT ON answers BEGIN
        UPDATE answers SET day = date(NEW.at / 1000, 'unixepoch', 'localtime'), gap = NEW.at - (SELECT at FROM answers
            WHERE question = NEW.question AND id < NEW.id AND NOT undone ORDER BY id DESC LIMIT 1) WHERE id = NEW.id;
        INSERT INTO tallies SELECT kind, name, 1, first, first AND correct, NOT first AND correct, seconds
            FROM tallied WHERE id = NEW.id AND NOT NEW.undone
            ON CONFLICT (kind, name) DO UPDATE SET n = n + 1, answers = answers + excluded.answers,
            right = right + excluded.right, corrected = corrected + excluded.corrected, seconds = seconds + excluded.seconds;
    END""",
    """CREATE TRIGGER answers_taken_back AFTER UPDATE OF undone ON answers WHEN (OLD.undone = 0) <> (NEW.undone = 0) BEGIN
        INSERT INTO tallies SELECT kind, name, s, s * first, s * (first AND correct), s * (NOT first AND correct), s * seconds
            FROM tallied, (SELECT CASE WHEN NEW.undone THEN -1 ELSE 1 END AS s) WHERE id = NEW.id
            ON CONFLICT (kind, name) DO UPDATE SET n = n + excluded.n, answers = answers + excluded.answers,
            right = right + excluded.right, corrected = corrected + excluded.corrected, seconds = seconds + excluded.seconds;
    END""",
    """CREATE TRIGGER answers_deleted BEFORE DELETE ON answers WHEN NOT OLD.undone BEGIN
        INSERT INTO tallies SELECT kind, name, -1, -first, -(first AND correct), -(NOT first AND correct), -seconds
            FROM tallied WHERE id = OLD.id
            ON CONFLICT (kind, name) DO UPDATE SET n = n - 1, answers = answers + excluded.answers,
            right = right + excluded.right, corrected = corrected + excluded.corrected, seconds = seconds + excluded.seconds;
    END""",
)
"""Kinds of tallies: ``day`` (local), ``topic``, ``type``, ``concept`` (``topic/concept``), ``gap`` (a review at least that many days
after the question's last answer; the names are the buckets' first days)."""

SEEN = (
    # how many questions of each topic were answered; the indexes would have to be gone through for it
    """INSERT INTO tallies SELECT 'card', topic, count(*), 0, 0, 0, 0.0 FROM cards GROUP BY topic""",
    """CREATE TRIGGER cards_counted AFTER INSERT ON cards BEGIN
        INSERT INTO tallies VALUES ('card', NEW.topic, 1, 0, 0, 0, 0.0) ON CONFLICT (kind, name) DO UPDATE SET n = n + 1;
    END""",
    """CREATE TRIGGER cards_moved AFTER UPDATE OF topic ON cards WHEN OLD.topic <> NEW.topic BEGIN
        UPDATE tallies SET n = n - 1 WHERE kind = 'card' AND name = OLD.topic;
        INSERT INTO tallies VALUES ('card', NEW.topic, 1, 0, 0, 0, 0.0) ON CONFLICT (kind, name) DO UPDATE SET n = n + 1;
    END""",
    """CREATE TRIGGER cards_taken_out AFTER DELETE ON cards BEGIN
        UPDATE tallies SET n = n - 1 WHERE kind = 'card' AND name = OLD.topic;
    END""",
    # nothing is looked up by these, and each answer had to write them
    "DROP INDEX answers_by_time",
    "DROP INDEX cards_by_topic",
)
"""A kind of tally more: ``card``, by topic; only `n` is used."""

STEPS: tuple[tuple[str, ...], ...] = (FIRST, CARDS, CLOCKS, TALLIES, RUNS, SEEN)
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
