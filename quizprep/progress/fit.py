"""Fitting FSRS to the user's own reviews, and saying honestly whether that predicts better.

The last fifth of the reviews (in time) is held out. On it three predictions are compared by their log loss: the fitted parameters, the
published ones, and the share of the last hundred reviews that was right. The fit is used only where it beats both of the others.
Only reviews on a later day than the one before count: what is remembered after ten minutes says little about days.
"""

from __future__ import annotations

import json
import math
from collections import deque
from itertools import pairwise
from typing import NamedTuple

from quizprep.errors import UngradedError, UsageError
from quizprep.i18n import _
from quizprep.quiz import schedule
from quizprep.quiz.schedule import Card, Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from quizprep.progress.store import Store

ENOUGH = 512
"""Reviews before a fit is tried."""
HELD_OUT = 0.2
"""Share of the reviews, the newest, on which the predictions are compared."""
ENOUGH_HELD_OUT = 30
WINDOW = 100
"""Reviews of the moving average that a fit must beat."""
EDGE = 1e-4
"""No prediction is taken as surer than this."""


class Trial(NamedTuple):
    """One review on a later day than the one before: what was known, and what came."""

    at: int
    question: str
    past: tuple[tuple[int, int], ...]
    """(rating, at) of the reviews before."""
    rating: int

    @property
    def right(self) -> bool:
        """Whether it was remembered."""
        return self.rating > schedule.AGAIN


class Fit(NamedTuple):
    """The outcome of one fit; losses are mean log losses on the held-out reviews."""

    reviews: int
    parameters: tuple[float, ...]
    loss: float
    default_loss: float
    baseline_loss: float
    used: bool


def fit(store: Store) -> Fit:
    """Fit, compare, keep the outcome, and use it where it is better.

    Raises:
        UsageError: too few reviews yet.
        UngradedError: the extra ``fit`` is not installed.
    """
    found, reviews = trials(store)
    if reviews < ENOUGH:
        raise UsageError(_("a fit needs {enough} reviews; so far: {n}. Until then the published parameters are used.", n=reviews, enough=ENOUGH))
    cut = int(len(found) * (1 - HELD_OUT))
    train, test = found[:cut], found[cut:]
    if len(test) < ENOUGH_HELD_OUT:
        raise UsageError(
            _(
                "a fit needs {enough} reviews on a later day than the one before; so far: {n}.",
                n=len(found),
                enough=math.ceil(ENOUGH_HELD_OUT / HELD_OUT),
            )
        )
    parameters = _train(train)
    loss, default = log_loss(test, parameters), log_loss(test, ())
    baseline = baseline_loss(found, cut)
    outcome = Fit(reviews, parameters, loss, default, baseline, loss < default and loss < baseline)
    with store._write() as db:
        db.execute(
            "INSERT INTO fits (at, reviews, parameters, loss, default_loss, baseline_loss, used) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (store._now(), reviews, json.dumps(parameters), loss, default, baseline, outcome.used),
        )
    store.cards.settle()
    return outcome


def last(store: Store) -> Fit | None:
    """The newest fit, whether it is used or not."""
    rows = store._rows(
        "SELECT reviews, parameters, loss, default_loss, baseline_loss, used FROM fits ORDER BY id DESC LIMIT 1"
    )
    if not rows:
        return None
    n, parameters, loss, default, baseline, used = rows[0]
    return Fit(n, tuple(json.loads(parameters)), loss, default, baseline, bool(used))


def fit_words(store: Store) -> str:
    """One line on how the schedule is fitted, for the statistics."""
    found = last(store)
    if found is None:
        n = count(store)
        if n < ENOUGH:
            return _("schedule: published parameters; {n} of {enough} reviews for a fit of your own", n=n, enough=ENOUGH)
        return _("schedule: published parameters; quizprep fit can fit them to your {n} reviews", n=n)
    losses = {"loss": f"{found.loss:.3f}", "default": f"{found.default_loss:.3f}", "baseline": f"{found.baseline_loss:.3f}"}
    if found.used:
        return _("schedule: fitted to you (log loss {loss}; published {default}, moving average {baseline})", **losses)
    return _("schedule: published parameters, a fit was no better (log loss {loss}; published {default}, moving average {baseline})", **losses)


def count(store: Store) -> int:
    """How many reviews count: as many as answers do, but for those from before there were reviews. The log is not gone through."""
    rows = store._rows(
        "SELECT (SELECT total(n) FROM tallies WHERE kind = 'topic') - (SELECT count(*) FROM answers"
        " WHERE NOT undone AND id < coalesce((SELECT min(answer) FROM reviews), ?))",
        ((1 << 63) - 1,),
    )
    return int(rows[0][0])


def trials(store: Store) -> tuple[list[Trial], int]:
    """All reviews that test a memory over days, in time; and how many reviews there are in all."""
    log = store._rows("SELECT question, rating, at FROM reviews WHERE NOT undone ORDER BY question, id")
    found: list[Trial] = []
    past: list[tuple[int, int]] = []
    at_question = None
    for question, rating, at in log:
        if question != at_question:
            at_question, past = question, []
        if past and schedule.local_day(at) > schedule.local_day(past[-1][1]):
            found.append(Trial(at, question, tuple(past), rating))
        past.append((rating, at))
    return sorted(found), len(log)


def log_loss(trials: list[Trial], parameters: tuple[float, ...]) -> float:
    """Mean log loss of FSRS with these parameters, as our own scheduler uses them."""
    policy = Policy(parameters=parameters)
    total = 0.0
    for trial in trials:
        card: Card | None = None
        for rating, at in trial.past:
            card = schedule.review(card, trial.question, rating, at=at, correct=rating > schedule.AGAIN, policy=policy)
        if card is not None:
            total += _loss(schedule.recall(card, policy, schedule.local_day(trial.at)), trial.right)
    return total / len(trials)


def baseline_loss(trials: list[Trial], cut: int) -> float:
    """Mean log loss over ``trials[cut:]`` of guessing the share that was right among the hundred before each."""
    recent: deque[bool] = deque((t.right for t in trials[:cut]), maxlen=WINDOW)
    total = 0.0
    for trial in trials[cut:]:
        total += _loss((sum(recent) + 1) / (len(recent) + 2), trial.right)
        recent.append(trial.right)
    return total / (len(trials) - cut)


def _loss(p: float, right: bool) -> float:
    p = min(max(p, EDGE), 1 - EDGE)
    return -math.log(p if right else 1 - p)


def _train(trials: list[Trial]) -> tuple[float, ...]:
    try:
        import fsrs_rs_python as rs
    except ImportError:
        raise UngradedError(
            _("fitting needs the extra fit, which is not installed; install it with: pip install 'quizprep[fit]'")
        ) from None
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

    items = [_item(rs, t) for t in trials]
    found = rs.FSRS([]).compute_parameters(items, enable_short_term=True, num_relearning_steps=len(schedule.RELEARNING_STEPS))
    bounds = zip(found, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(float(p), low), high) for p, low, high in bounds)


def _item(rs: Any, trial: Trial) -> Any:
    """A trial as fsrs-rs takes it: ratings, each with the local days since the one before."""
    log = [*trial.past, (trial.rating, trial.at)]
    days = [schedule.local_day(at) for _rating, at in log]
    gaps = [0, *((b - a).days for a, b in pairwise(days))]
    return rs.FSRSItem([rs.FSRSReview(rating, gap) for (rating, _at), gap in zip(log, gaps, strict=True)])
