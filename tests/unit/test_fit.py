"""A fit is used only where it predicts the newest reviews better than the published parameters and a moving average."""

import json
import random
import sys
from datetime import datetime

import pytest

from quizprep.errors import UngradedError, UsageError
from quizprep.progress import fit
from quizprep.progress.store import Store
from quizprep.quiz import schedule
from quizprep.quiz.schedule import AGAIN, GOOD, Policy

DAY = 86_400_000
START = int(datetime(2026, 1, 5, 18).timestamp() * 1000)


@pytest.fixture
def store(tmp_path, home):
    with Store.open(tmp_path / "progress.db", clock=lambda: START / 1000 + 90 * 86_400) as opened:
        yield opened


def live(store, remembers, questions=120, days=80, seed=1):
    """Reviews of somebody who remembers as `remembers(card, day, rng)` says, each question when it is due or up to 15 days later."""
    rng, policy = random.Random(seed), Policy()
    cards, rows, late = {}, [], {}
    for day in range(days):
        at = START + day * DAY
        for n in range(questions):
            question, card = f"a.q{n}", cards.get(n)
            if (card is None and n % 20 != day % 20) or (card is not None and card.due + late[n] * DAY > at):
                continue
            right = rng.random() < 0.7 if card is None else remembers(card, schedule.local_day(at), rng)
            rating = GOOD if right else AGAIN
            for step in range(3):
                card = schedule.review(card, question, rating, at=at + step * 700_000, correct=rating > 1, policy=policy)
                rows.append((at + step * 700_000, question, rating))
                if card.state == schedule.REVIEW:
                    break
                rating = GOOD
            cards[n], late[n] = card, rng.randint(0, 15)
    with store._write() as db:
        db.execute("INSERT INTO sessions VALUES ('s', 'quiz', 0)")
        for at, question, rating in sorted(rows):
            answer = db.execute(
                "INSERT INTO answers (at, session, question, version, seed, generated, topic, concept, type, difficulty, answer,"
                " correct, score, seconds, first) VALUES (?, 's', ?, 1, 0, 0, 'a', 'c', 'line', 1, '1', ?, 1, 1, 1)",
                (at, question, rating > 1),
            ).lastrowid
            db.execute(
                "INSERT INTO reviews (at, answer, session, question, version, seed, rating, proposed, correct, seconds, before, after)"
                " VALUES (?, ?, 's', ?, 1, 0, ?, ?, ?, 1, '', ?)",
                (at, answer, question, rating, rating, rating > 1, json.dumps(cards[0])),
            )
    return len(rows)


def forgets_fast(card, day, rng):
    """Somebody whose memory is five times shorter than the published parameters say."""
    return rng.random() < schedule.recall(card._replace(stability=card.stability / 5), Policy(), day)


def test_a_fit_that_predicts_better_is_used_and_said(store):
    assert live(store, forgets_fast) >= fit.ENOUGH
    found = fit.fit(store)
    assert found.used and found.loss < found.default_loss and found.loss < found.baseline_loss
    assert store.cards.policy.parameters == found.parameters and fit.last(store) == found
    assert "fitted to you" in fit.fit_words(store)


def test_a_fit_that_predicts_no_better_is_not_used(store, monkeypatch):
    live(store, forgets_fast)
    worse = (99.0, 99.0, 99.0, 99.0, *schedule_parameters()[4:])
    monkeypatch.setattr(fit, "_train", lambda trials: worse)
    found = fit.fit(store)
    assert not found.used and store.cards.policy.parameters == ()
    assert "no better" in fit.fit_words(store)


def schedule_parameters():
    from fsrs.scheduler import DEFAULT_PARAMETERS

    return DEFAULT_PARAMETERS


def test_the_fit_sees_only_the_older_reviews(store, monkeypatch):
    live(store, forgets_fast)
    seen = []
    monkeypatch.setattr(fit, "_train", lambda trials: seen.extend(trials) or schedule_parameters())
    fit.fit(store)
    everything, _n = fit.trials(store)
    assert seen == everything[: len(seen)] and 0.75 < len(seen) / len(everything) < 0.85
    assert max(t.at for t in seen) <= min(t.at for t in everything[len(seen) :])


def test_too_few_reviews_are_said(store):
    live(store, forgets_fast, questions=20, days=10)
    with pytest.raises(UsageError, match="512"):
        fit.fit(store)
    assert "of 512" in fit.fit_words(store)


def test_reviews_are_counted_without_going_through_them(store):
    def plain():
        return store._rows("SELECT count(*) FROM reviews WHERE NOT undone")[0][0]

    assert fit.count(store) == plain() == 0
    live(store, forgets_fast, questions=10, days=10)
    assert fit.count(store) == plain() > 10
    for _n in range(3):
        assert store.cards.undo("s")
    assert fit.count(store) == plain()
    with store._write() as db:  # as before there were reviews
        db.execute("DELETE FROM reviews WHERE id < 6")
    assert fit.count(store) == plain() > 0
    with store._write() as db:
        db.execute("DELETE FROM reviews")
    assert fit.count(store) == plain() == 0


def test_a_missing_extra_is_one_clear_sentence(store, monkeypatch):
    live(store, forgets_fast)
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(UngradedError, match=r"pip install 'quizprep\[fit\]'"):
        fit.fit(store)


def test_reviews_taken_back_do_not_count(store):
    live(store, forgets_fast)
    _found, n = fit.trials(store)
    store.cards.undo("s")
    assert fit.trials(store)[1] == n - 1
