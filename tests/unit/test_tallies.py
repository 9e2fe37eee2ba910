"""The sums that the triggers keep are what counting all answers would give, whatever happened to the answers."""

import random
import sqlite3

import pytest

from quizprep.progress import migrations

DAY = 86_400_000
COUNTED = """SELECT {name}, count(*), sum(first), sum(first AND correct), sum(NOT first AND correct), round(total(seconds), 3)
    FROM answers WHERE NOT undone {where} GROUP BY 1 ORDER BY 1"""
NAMES = {
    "day": "date(at / 1000, 'unixepoch', 'localtime')",
    "topic": "topic",
    "type": "type",
    "concept": "topic || '/' || concept",
    "gap": "CASE WHEN gap < 3 * 86400000 THEN '1' WHEN gap < 7 * 86400000 THEN '3' WHEN gap < 21 * 86400000 THEN '7' ELSE '21' END",
}


def tallies(db, kind):
    query = "SELECT name, n, answers, right, corrected, round(seconds, 3) FROM tallies WHERE kind = ? AND n <> 0 ORDER BY name"
    return db.execute(query, (kind,)).fetchall()


def counted(db, kind):
    where = "AND gap >= 86400000" if kind == "gap" else ""
    return db.execute(COUNTED.format(name=NAMES[kind], where=where)).fetchall()


def put(db, rng, at):
    topic = rng.choice("abc")
    row = (at, "s", f"{topic}.q{rng.randrange(4)}", 1, 1, 0, topic, f"{topic}{rng.randrange(2)}", rng.choice(["choice", "number"]))
    row = (*row, 1, "0", rng.randrange(2), 1.0, rng.randrange(1, 90) / 2, rng.random() < 0.8)
    return db.execute(
        "INSERT INTO answers (at, session, question, version, seed, generated, topic, concept, type, difficulty, answer,"
        f" correct, score, seconds, first) VALUES ({', '.join('?' * len(row))})",
        row,
    ).lastrowid


def fill(db, rng, n=300):
    db.execute("INSERT INTO sessions VALUES ('s', 'quiz', 0)")
    at = 1_700_000_000_000
    for _ in range(n):
        at += rng.choice([1000, 3_600_000, DAY, 4 * DAY, 10 * DAY, 30 * DAY]) // rng.randrange(1, 4)
        put(db, rng, at)


@pytest.fixture
def db():
    opened = sqlite3.connect(":memory:", isolation_level=None)
    yield opened
    opened.close()


@pytest.mark.parametrize("seed", range(3))
def test_the_sums_are_those_of_all_answers_after_any_taking_back_and_deleting(db, seed):
    rng = random.Random(seed)
    migrations.migrate(db)
    fill(db, rng)
    ids = [row[0] for row in db.execute("SELECT id FROM answers")]
    for number in rng.sample(ids, 80):
        db.execute("UPDATE answers SET undone = 5 WHERE id = ?", (number,))
    for number in rng.sample(ids, 60):
        db.execute("UPDATE answers SET undone = 0 WHERE id = ?", (number,))
    for number in rng.sample(ids, 20):
        db.execute("DELETE FROM answers WHERE id = ?", (number,))
    for kind in NAMES:
        assert tallies(db, kind) == counted(db, kind) != []


def test_the_cards_of_each_topic_are_counted_whatever_happens_to_them(db):
    rng = random.Random(4)
    migrations.migrate(db)
    for _ in range(300):
        question, topic = f"q{rng.randrange(60)}", rng.choice("abc")
        if rng.random() < 0.3:
            db.execute("DELETE FROM cards WHERE question = ?", (question,))
        else:
            db.execute(
                "INSERT INTO cards VALUES (?, ?, '', 0, NULL, NULL, NULL, 0, 0, 1, 1, 0)"
                " ON CONFLICT (question) DO UPDATE SET topic = excluded.topic, last = last + 1",
                (question, topic),
            )
    kept = db.execute("SELECT name, n FROM tallies WHERE kind = 'card' ORDER BY name").fetchall()
    assert kept == db.execute("SELECT topic, count(*) FROM cards GROUP BY topic ORDER BY topic").fetchall() != []


def test_the_step_counts_what_was_answered_before_it(db):
    """An old database, migrated, has the sums that a new one has."""
    at = migrations.STEPS.index(migrations.TALLIES)
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(fresh)
    migrations.migrate(db, migrations.STEPS[:at])
    for database in (db, fresh):
        fill(database, random.Random(7))
    migrations.migrate(db, migrations.STEPS)
    for kind in NAMES:
        assert tallies(db, kind) == tallies(fresh, kind) == counted(db, kind) != []
    columns = "SELECT id, day, gap FROM answers ORDER BY id"
    assert db.execute(columns).fetchall() == fresh.execute(columns).fetchall()
    fresh.close()


def test_one_answer_moves_its_own_sums_only(db):
    migrations.migrate(db)
    fill(db, random.Random(1), 50)
    before = {kind: {r[0]: r[1:] for r in tallies(db, kind)} for kind in NAMES}
    number = put(db, random.Random(3), 1_900_000_000_000)
    topic, kind = db.execute("SELECT topic, type FROM answers WHERE id = ?", (number,)).fetchone()
    for name, own in (("topic", topic), ("type", kind)):
        after = {r[0]: r[1:] for r in tallies(db, name)}
        assert {k for k in after if after[k] != before[name].get(k)} == {own}
