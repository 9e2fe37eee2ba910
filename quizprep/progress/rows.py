"""What the database gives back: frozen rows, times aware and in UTC."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct


def moment(at: int) -> datetime:
    """The time stored as `at` (milliseconds since 1970), in UTC; ``.astimezone()`` makes it local."""
    return datetime.fromtimestamp(at / 1000, UTC)


class AnswerRow(Struct, frozen=True):
    """One recorded answer."""

    id: int
    when: datetime
    session: str
    mode: str
    question: str
    version: int
    seed: int
    generated: bool
    topic: str
    concept: str
    type: str
    difficulty: int
    answer: Any
    correct: bool
    score: float
    seconds: float
    first: bool
    """False where the variant had been answered before in the session: a corrected answer stays wrong."""


class SubmissionRow(Struct, frozen=True):
    """One graded submission, without its source and report."""

    id: int
    when: datetime
    drill: str
    revision: int
    verdict: str
    passed: int
    total: int
    seed: int
    seconds: float
    seconds_spent: float | None
    mistake: str
    """Name of the diagnosed mistake, or ""."""


class RunRow(Struct, frozen=True):
    """One training run: a graded submission with its curves."""

    submission: int
    when: datetime
    verdict: str
    device: str
    curves: dict[str, Any]
    """{check: curve}, as `quizprep.grading.curve.Curves.from_json` reads it."""
    seconds: float


RUN_COLUMNS = "submission, at, verdict, device, curve, runs.seconds"
ANSWER_COLUMNS = (
    "a.id, a.at, a.session, s.mode, a.question, a.version, a.seed, a.generated, a.topic, a.concept, a.type,"
    " a.difficulty, a.answer, a.correct, a.score, a.seconds, a.first"
)
SUBMISSION_COLUMNS = "id, at, drill, revision, verdict, passed, total, seed, seconds, seconds_spent, mistake"


def answer_row(row: tuple[Any, ...]) -> AnswerRow:
    """The row of `ANSWER_COLUMNS`."""
    values = list(row)
    values[1], values[7], values[12] = moment(row[1]), bool(row[7]), json.loads(row[12])
    values[13], values[16] = bool(row[13]), bool(row[16])
    return AnswerRow(*values)


def run_row(row: tuple[Any, ...]) -> RunRow:
    """The row of `RUN_COLUMNS`."""
    return RunRow(row[0], moment(row[1]), row[2], row[3], json.loads(row[4]), row[5])


def submission_row(row: tuple[Any, ...]) -> SubmissionRow:
    """The row of `SUBMISSION_COLUMNS`."""
    return SubmissionRow(row[0], moment(row[1]), *row[2:])
