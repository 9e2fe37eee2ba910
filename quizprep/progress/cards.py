"""What becomes of a question after it was answered: its card, the review log, undo, and the user's own marks.

Every change of a card is written in the same transaction as the answer that caused it. Nothing is deleted: an answer that is taken
back is marked (``undone``), its card goes back to what the review noted as ``before``.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from quizprep.errors import ProgressError, QuizprepError
from quizprep.i18n import _
from quizprep.quiz import schedule
from quizprep.quiz.schedule import Card, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from typing import Any

    from quizprep.progress.store import Store

COLUMNS = "state, step, stability, difficulty, due, last, correct, reviews, lapses"
REVIEW_COLUMNS = (
    "id, at, answer, session, question, version, seed, rating, proposed, correct, seconds, before, after, undone"
)
RECENT = 101
"""How many of the newest answers of a type make its usual time."""
ENOUGH = 8
"""With fewer the usual time is not known yet."""


class Review(NamedTuple):
    """One row of the review log."""

    id: int
    at: int
    answer: int
    session: str
    question: str
    version: int
    seed: int
    rating: int
    proposed: int
    """What was proposed before the user had a say."""
    correct: bool
    seconds: float
    before: Card | None
    after: Card
    undone: int


class Cards:
    """The cards of a `Store`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._policy: tuple[int, Policy] | None = None

    @property
    def now(self) -> int:
        """The store's clock, in milliseconds since 1970."""
        return self._store._now()

    # ------------------------------------------------------------------ rules in force

    @property
    def policy(self) -> Policy:
        """Interview date (from the settings) and fitted parameters (from the newest fit, if it was better)."""
        minute = self._store._now() // 60000
        if self._policy is None or self._policy[0] != minute:
            self._policy = minute, Policy(_interview(), self._fitted())
        return self._policy[1]

    def forget_policy(self) -> None:
        """Read the settings again at the next use."""
        self._policy = None

    def _fitted(self) -> tuple[float, ...]:
        rows = self._store._rows("SELECT parameters, used FROM fits ORDER BY id DESC LIMIT 1")
        return tuple(json.loads(rows[0][0])) if rows and rows[0][1] else ()

    def settle(self) -> bool:
        """Work the due days out anew where interview date or parameters changed since; says whether they had."""
        self.forget_policy()
        policy = self.policy
        now = json.dumps([policy.interview.isoformat() if policy.interview else None, policy.parameters])
        before = self.recall("policy") or json.dumps([None, []])
        if json.loads(now) == json.loads(before):
            return False
        refit = json.loads(before)[1] != json.loads(now)[1]
        today = schedule.local_day(self._store._now())
        with self._store._write() as db:
            if refit:
                _replay(db, policy)
            found = db.execute(f"SELECT question, {COLUMNS} FROM cards WHERE state = ?", (schedule.REVIEW,)).fetchall()
            moved = [(schedule.reschedule(Card(*row), q, policy, today).due, q) for q, *row in found]
            db.executemany("UPDATE cards SET due = ? WHERE question = ?", moved)
            db.execute("INSERT OR REPLACE INTO memory VALUES ('policy', ?)", (now,))
        return True

    # ------------------------------------------------------------------ reviews

    def add(self, db: sqlite3.Connection, answer: int, score: float) -> None:
        """Inside the transaction that keeps an answer: log its review with the proposed rating, and move its card."""
        at, session, question, version, seed, topic, concept, kind, correct, seconds = db.execute(
            "SELECT at, session, question, version, seed, topic, concept, type, correct, seconds FROM answers WHERE id = ?",
            (answer,),
        ).fetchone()
        before = _card(db, question)
        proposed = schedule.propose(
            correct=bool(correct), score=score, seconds=seconds, usual=self.usual_seconds(kind, before=answer)
        )
        after = schedule.review(before, question, proposed, at=at, correct=bool(correct), policy=self.policy)
        db.execute(
            "INSERT INTO reviews (at, answer, session, question, version, seed, rating, proposed, correct, seconds,"
            " before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (at, answer, session, question, version, seed, proposed, proposed, correct, seconds,
             json.dumps(before) if before else "", json.dumps(after)),
        )  # fmt: skip
        _put(db, question, topic, concept, after)

    def review(self, answer: int) -> Review | None:
        """The review of an answer."""
        rows = self._store._rows(f"SELECT {REVIEW_COLUMNS} FROM reviews WHERE answer = ?", (answer,))
        return _review(rows[0]) if rows else None

    def reviews(self, question: str | None = None, limit: int = 100) -> list[Review]:
        """The newest reviews first, those taken back among them."""
        rows = self._store._rows(
            f"SELECT {REVIEW_COLUMNS} FROM reviews WHERE (?1 IS NULL OR question = ?1) ORDER BY id DESC LIMIT ?2",
            (question, limit),
        )
        return [_review(row) for row in rows]

    def choices(self, review: Review) -> dict[int, Card]:
        """What each of the four ratings would make of the card."""
        return schedule.choices(
            review.before, review.question, at=review.at, correct=review.correct, policy=self.policy
        )

    def rate(self, answer: int, rating: int) -> Review:
        """The user rates otherwise than was proposed; only the newest review of a question can be rated again.

        Raises:
            ProgressError: there is no such review, it was taken back, or the question was answered again since.
        """
        with self._store._write() as db:
            found = db.execute(f"SELECT {REVIEW_COLUMNS} FROM reviews WHERE answer = ?", (answer,)).fetchone()
            review = _review(found) if found else None
            newest = review and db.execute(
                "SELECT max(id) FROM reviews WHERE question = ? AND NOT undone", (review.question,)
            ).fetchone()
            if review is None or newest != (review.id,):
                raise ProgressError(_("answer {n} can't be rated any more: it was taken back, or answered again since.", n=answer))
            after = schedule.review(
                review.before, review.question, rating, at=review.at, correct=review.correct, policy=self.policy
            )
            db.execute("UPDATE reviews SET rating = ?, after = ? WHERE id = ?", (rating, json.dumps(after), review.id))
            _put(db, review.question, "", "", after)
        return review._replace(rating=rating, after=after)

    def undo(self, session: str) -> Review | None:
        """Take back the session's last answer that still counts; the card goes back to where it stood. None: nothing is left.

        The answer stays in the database, marked. Answering the same variant again in that session counts as a second try.
        """
        with self._store._write() as db:
            found = db.execute(
                f"SELECT {REVIEW_COLUMNS} FROM reviews WHERE session = ? AND NOT undone ORDER BY id DESC LIMIT 1",
                (session,),
            ).fetchone()
            if found is None:
                return None
            review, now = _review(found), self._store._now()
            db.execute("UPDATE reviews SET undone = ? WHERE id = ?", (now, review.id))
            db.execute("UPDATE answers SET undone = ? WHERE id = ?", (now, review.answer))
            later = db.execute(
                "SELECT 1 FROM reviews WHERE question = ? AND id > ? AND NOT undone", (review.question, review.id)
            ).fetchone()
            if later is None:
                _back(db, review)
        return review._replace(undone=now)

    def card(self, question: str) -> Card | None:
        """Where a question stands; None where it was never answered."""
        with self._store._lock:
            return _card(self._store._db, question)

    # ------------------------------------------------------------------ the user's own marks

    def suspend(self, question: str, on: bool = True) -> None:
        """Never ask it again, or ask it again after all."""
        with self._store._write() as db:
            if on:
                db.execute("INSERT OR IGNORE INTO suspended VALUES (?, ?)", (question, self._store._now()))
            else:
                db.execute("DELETE FROM suspended WHERE question = ?", (question,))

    def suspended(self) -> set[str]:
        """The questions that are not to be asked."""
        return {row[0] for row in self._store._rows("SELECT question FROM suspended")}

    def flag(self, question: str, comment: str | None) -> None:
        """Mark a question with a comment (which may be ""); None takes the mark off."""
        self._mark("flags", question, comment)

    def flags(self) -> dict[str, str]:
        """The marked questions with their comments."""
        return dict(self._store._rows("SELECT question, comment FROM flags ORDER BY at"))

    def write_note(self, question: str, text: str) -> None:
        """Keep one's own note on a question; an empty one takes it off."""
        self._mark("notes", question, text.strip() or None)

    def note(self, question: str) -> str:
        """One's own note on a question, or ""."""
        rows = self._store._rows("SELECT text FROM notes WHERE question = ?", (question,))
        return str(rows[0][0]) if rows else ""

    def notes(self) -> dict[str, str]:
        """All notes."""
        return dict(self._store._rows("SELECT question, text FROM notes ORDER BY at"))

    def _mark(self, table: str, question: str, text: str | None) -> None:
        with self._store._write() as db:
            if text is None:
                db.execute(f"DELETE FROM {table} WHERE question = ?", (question,))
            else:
                text = text.encode("utf-8", "replace").decode("utf-8")
                db.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", (question, self._store._now(), text))

    # ------------------------------------------------------------------ small things

    def usual_seconds(self, kind: str, *, before: int | None = None) -> float:
        """What a right answer of that type usually takes this user: the median of the newest, or the type's default."""
        rows = self._store._rows(
            "SELECT seconds FROM answers WHERE type = ? AND correct AND first AND NOT undone AND id < ? ORDER BY id DESC LIMIT ?",
            (kind, before if before is not None else 1 << 62, RECENT),
        )
        if len(rows) < ENOUGH:
            return schedule.SECONDS.get(kind, 60.0)
        values = sorted(float(row[0]) for row in rows)
        return values[len(values) // 2]

    def remember(self, name: str, value: str) -> None:
        """Keep something for the program itself."""
        with self._store._write() as db:
            db.execute("INSERT OR REPLACE INTO memory VALUES (?, ?)", (name, value))

    def recall(self, name: str) -> str:
        """What was kept under `name`, or ""."""
        rows = self._store._rows("SELECT value FROM memory WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""


def _interview() -> date | None:
    """The interview date of the settings; broken settings are told elsewhere and set none here."""
    from quizprep import config

    try:
        return config.load().interview_date
    except QuizprepError:
        return None


def _card(db: sqlite3.Connection, question: str) -> Card | None:
    row = db.execute(f"SELECT {COLUMNS} FROM cards WHERE question = ?", (question,)).fetchone()
    return Card(*row) if row else None


def _put(db: sqlite3.Connection, question: str, topic: str, concept: str, card: Card) -> None:
    """Keep the card; topic and concept of one that is there already stay as they are where "" is given."""
    db.execute(
        f"INSERT INTO cards (question, topic, concept, {COLUMNS}) VALUES (?, ?, ?, {', '.join('?' * len(card))})"
        " ON CONFLICT (question) DO UPDATE SET topic = coalesce(nullif(excluded.topic, ''), topic),"
        " concept = coalesce(nullif(excluded.concept, ''), concept), "
        + ", ".join(f"{name} = excluded.{name}" for name in Card._fields),
        (question, topic, concept, *card),
    )


def _back(db: sqlite3.Connection, review: Review) -> None:
    """The card as it was before a review."""
    if review.before is None:
        db.execute("DELETE FROM cards WHERE question = ?", (review.question,))
    else:
        _put(db, review.question, "", "", review.before)


def _review(row: tuple[Any, ...]) -> Review:
    values = list(row)
    values[9] = bool(row[9])
    values[11] = Card(*json.loads(row[11])) if row[11] else None
    values[12] = Card(*json.loads(row[12]))
    return Review(*values)


def _replay(db: sqlite3.Connection, policy: Policy) -> None:
    """All cards made again from the review log, under new parameters."""
    at: str | None = None
    card: Card | None = None
    log = db.execute(
        "SELECT question, rating, at, correct, before FROM reviews WHERE NOT undone ORDER BY question, id"
    ).fetchall()
    for question, rating, when, correct, before in log:
        if question != at:
            if at is not None and card is not None:
                _put(db, at, "", "", card)
            at, card = question, Card(*json.loads(before)) if before else None
        card = schedule.review(card, question, rating, at=when, correct=bool(correct), policy=policy)
    if at is not None and card is not None:
        _put(db, at, "", "", card)
