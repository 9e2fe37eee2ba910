"""When a question comes again: FSRS-6 (py-fsrs) in local days, pulled in before the interview.

A pure function of a card, a rating, a time and a `Policy`; nothing here reads a clock or a database. Days are the user's own: two
answers on one local day are zero days apart, whatever the hour, and a card that is due on a day is due from its first minute.
docs/decisions/0007-scheduling.md says why the rules are as they are.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from quizprep.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fsrs import Scheduler

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
"""The ratings, as FSRS numbers them."""
UNSCHEDULED, LEARNING, REVIEW, RELEARNING = 0, 1, 2, 3
"""A card's states; a card is unscheduled where it was only answered before there was a schedule."""
LEARNING_STEPS = (timedelta(minutes=1), timedelta(minutes=10))
RELEARNING_STEPS = (timedelta(minutes=10),)
SESSION = timedelta(minutes=20)
"""What is due again within this time comes again in the same session."""
LONGEST = 3650
"""Days; no interval is longer."""
RETENTION, RETENTION_NEAR = 0.90, 0.95
"""The share that should be remembered at the next review: usually, and when the interview is near."""
FAR_DAYS, NEAR_DAYS = 28, 3
"""Between these days before the interview the wanted share rises in a straight line."""
SPREAD_DAYS = 7
"""What would come after the interview is spread over at most so many days before it."""
SLOW = 2.0
"""A right answer that took so many times the usual time is proposed as hard."""
SECONDS = {
    "choice": 30.0, "choices": 45.0, "number": 60.0, "shape": 60.0, "text": 25.0, "cloze": 45.0,
    "order": 50.0, "match": 60.0, "line": 75.0, "open": 180.0,
}  # fmt: skip
"""Seconds that an answer of each type takes, until the user's own are known."""


class Card(NamedTuple):
    """Where a question stands. As JSON it is the list of these fields, in this order."""

    state: int
    step: int | None
    stability: float | None
    """Days until the chance to remember falls to 90 %."""
    difficulty: float | None
    """1 to 10."""
    due: int
    """Milliseconds since 1970: the local midnight of the day, or the very time of a learning step."""
    last: int
    """When it was answered last, in milliseconds since 1970."""
    correct: int
    """1 where the last answer was right."""
    reviews: int
    lapses: int
    """How often it was forgotten after it had been known for days."""


@dataclass(frozen=True)
class Policy:
    """What the due days hang on beside the answers."""

    interview: date | None = None
    parameters: tuple[float, ...] = ()
    """Fitted FSRS parameters; () for the published ones."""


def local_day(at: int) -> date:
    """The local day of a time in milliseconds since 1970."""
    return datetime.fromtimestamp(at / 1000).date()


def midnight(day: date) -> int:
    """The first millisecond of a local day."""
    return int(datetime.combine(day, time()).timestamp() * 1000)


def days_left(policy: Policy, today: date) -> int | None:
    """Days until the interview; None where none is set or it is over."""
    left = (policy.interview - today).days if policy.interview else -1
    return left if left >= 0 else None


def retention(policy: Policy, today: date) -> float:
    """The share that should be remembered at the next review: 0.90, rising to 0.95 when the interview is near."""
    left = days_left(policy, today)
    if left is None:
        return RETENTION
    near = min(1.0, max(0.0, (FAR_DAYS - left) / (FAR_DAYS - NEAR_DAYS)))
    return round(RETENTION + (RETENTION_NEAR - RETENTION) * near, 4)


def latest(policy: Policy, today: date, question: str, answered: date) -> date | None:
    """The last day on which a question may be due: the day before the interview or, so that not everything falls on it, one of
    the days before; None where no interview is ahead.

    Never the day on which it was `answered`, so that what is right on the day before comes once more on the day itself.
    """
    if policy.interview is None or (left := days_left(policy, today)) is None:
        return None
    window = min(SPREAD_DAYS, max(1, (left - 1) // 3))
    wanted = policy.interview - timedelta(days=1 + zlib.crc32(question.encode()) % window)
    return max(wanted, today, answered + timedelta(days=1))


def review(card: Card | None, question: str, rating: int, *, at: int, correct: bool, policy: Policy) -> Card:
    """The card after a rating.

    A question that is right at its first try is not asked again the same day; one that is wrong comes after a minute, then after
    ten, then on another day.

    Args:
        card: as it stood; None for a question never answered.
        question: its id.
        rating: `AGAIN`, `HARD`, `GOOD` or `EASY`.
        at: when it was answered, milliseconds since 1970.
        correct: whether the answer was right.
        policy: interview date and parameters.
    """
    from fsrs import Card as FsrsCard
    from fsrs import Rating, State

    today = local_day(at)
    noon = _noon(today)
    known = FsrsCard(card_id=1, state=State.Learning, step=len(LEARNING_STEPS) - 1, due=noon)
    if card is not None and card.state != UNSCHEDULED:
        last = _noon(min(today, local_day(card.last)))
        known = FsrsCard(1, State(card.state), card.step, card.stability, card.difficulty, noon, last)
    after, _log = _scheduler(policy.parameters, retention(policy, today)).review_card(known, Rating(rating), noon)
    wait = after.due - noon
    if after.state == State.Review:
        due = midnight(_before_interview(today + timedelta(days=max(1, wait.days)), policy, today, question, today))
    else:
        due = at + int(wait.total_seconds() * 1000)
    lapsed = card is not None and card.state == REVIEW and rating == AGAIN
    return Card(
        after.state.value, after.step, after.stability, after.difficulty, due, at, int(correct),
        1 + (card.reviews if card else 0), int(lapsed) + (card.lapses if card else 0),
    )  # fmt: skip


def choices(card: Card | None, question: str, *, at: int, correct: bool, policy: Policy) -> dict[int, Card]:
    """What each of the four ratings would make of the card."""
    return {r: review(card, question, r, at=at, correct=correct, policy=policy) for r in (AGAIN, HARD, GOOD, EASY)}


def reschedule(card: Card, question: str, policy: Policy, today: date) -> Card:
    """The card with its due day worked out anew, after the policy changed; its memory stays as it was."""
    if card.state != REVIEW or card.stability is None:
        return card
    answered = local_day(card.last)
    day = answered + timedelta(days=interval(card.stability, policy, today))
    return card._replace(due=midnight(_before_interview(day, policy, today, question, answered)))


def interval(stability: float, policy: Policy, today: date) -> int:
    """Days until the chance to remember falls to the wanted share."""
    factor, decay = _curve(policy.parameters)
    days = stability / factor * (retention(policy, today) ** (1 / decay) - 1)
    return int(min(max(round(days), 1), LONGEST))


def recall(card: Card, policy: Policy, today: date) -> float:
    """The chance to remember that FSRS predicts, 0 to 1: good for ordering, not to be shown as a promise."""
    if card.stability is None:
        return 0.6 if card.correct else 0.0
    factor, decay = _curve(policy.parameters)
    days = max(0, (today - local_day(card.last)).days)
    return float((1 + factor * days / card.stability) ** decay)


def again_soon(card: Card) -> bool:
    """Whether it comes again in the same session."""
    return card.state in (LEARNING, RELEARNING) and card.due - card.last <= SESSION.total_seconds() * 1000


def propose(*, correct: bool, score: float, seconds: float, usual: float) -> int:
    """The rating that an answer suggests: wrong is again; right but slow, or only just enough, is hard; else good.

    Args:
        correct: whether it was right.
        score: 0 to 1; less than 1 for an open answer that met a part of its rubric.
        seconds: what the answer took.
        usual: what such an answer usually takes this user.
    """
    if not correct:
        return AGAIN
    return HARD if score < 0.8 or seconds > SLOW * usual else GOOD


def wait_words(card: Card) -> str:
    """How long until the card is due, in a few words."""
    if card.state != REVIEW:
        minutes = max(1, round((card.due - card.last) / 60000))
        return _("{n} min", n=minutes)
    days = (local_day(card.due) - local_day(card.last)).days
    if days < 60:
        return _("1 day") if days <= 1 else _("{n} days", n=days)
    return _("{n} months", n=round(days / 30.44))


def _before_interview(day: date, policy: Policy, today: date, question: str, answered: date) -> date:
    last = latest(policy, today, question, answered)
    return day if last is None else min(day, last)


def _noon(day: date) -> datetime:
    """A local day as FSRS is told of it: it counts whole days between times in UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@lru_cache(maxsize=8)
def _scheduler(parameters: tuple[float, ...], wanted: float) -> Scheduler:
    from fsrs import Scheduler
    from fsrs.scheduler import DEFAULT_PARAMETERS

    return Scheduler(
        parameters or DEFAULT_PARAMETERS, wanted, LEARNING_STEPS, RELEARNING_STEPS, LONGEST, enable_fuzzing=False
    )


def _curve(parameters: tuple[float, ...]) -> tuple[float, float]:
    """Factor and (negative) exponent of the forgetting curve."""
    from fsrs.scheduler import DEFAULT_PARAMETERS

    decay = -float((parameters or DEFAULT_PARAMETERS)[20])
    return 0.9 ** (1 / decay) - 1, decay
