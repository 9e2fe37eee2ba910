"""When a question comes again: local days, steps within a session, intervals that end before the interview."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizprep.quiz import schedule
from quizprep.quiz.schedule import AGAIN, EASY, GOOD, HARD, LEARNING, RELEARNING, REVIEW, Policy, local_day, midnight

START = int(datetime(2026, 3, 10, 20, 30).timestamp() * 1000)
TODAY = local_day(START)
MINUTE, DAY = 60_000, 86_400_000
RATING = st.integers(AGAIN, EASY)
NAMES = st.from_regex(r"\A[a-z]{1,8}\.[a-z0-9-]{1,12}\Z")


def review(card, rating, at=START, policy=None, question="a.q"):
    return schedule.review(card, question, rating, at=at, correct=rating > AGAIN, policy=policy or Policy())


def history(ratings, gaps, policy=None, question="a.q"):
    """The card after these ratings, `gaps` minutes apart."""
    card, at = None, START
    for rating, gap in zip(ratings, gaps, strict=False):
        card = review(card, rating, at, policy, question)
        at += gap * MINUTE
    return card, at


def days(card):
    return (local_day(card.due) - local_day(card.last)).days


def test_right_at_the_first_try_is_not_asked_again_the_same_day():
    card = review(None, GOOD)
    assert card.state == REVIEW and days(card) == 2 and not schedule.again_soon(card)
    assert card.due == midnight(TODAY + timedelta(days=2))


def test_wrong_comes_after_a_minute_then_after_ten_then_on_another_day():
    card = review(None, AGAIN)
    assert (card.state, card.due - card.last) == (LEARNING, MINUTE) and schedule.again_soon(card)
    card = review(card, GOOD, START + 2 * MINUTE)
    assert (card.state, card.due - card.last) == (LEARNING, 10 * MINUTE)
    card = review(card, GOOD, START + 13 * MINUTE)
    assert card.state == REVIEW and days(card) >= 1


def test_forgotten_after_days_is_a_lapse_and_comes_again_in_the_session():
    card = review(None, GOOD)
    later = review(card, AGAIN, START + 2 * DAY)
    assert later.state == RELEARNING and later.lapses == 1 and schedule.again_soon(later)


def test_two_answers_on_one_local_day_are_no_day_apart_and_over_midnight_they_are_one():
    first = review(None, GOOD, int(datetime(2026, 3, 10, 0, 5).timestamp() * 1000))
    same_day = review(first, GOOD, int(datetime(2026, 3, 10, 23, 55).timestamp() * 1000))
    late = review(None, GOOD, int(datetime(2026, 3, 10, 23, 55).timestamp() * 1000))
    next_day = review(late, GOOD, int(datetime(2026, 3, 11, 0, 5).timestamp() * 1000))
    assert same_day.stability < next_day.stability
    assert days(next_day) > days(late)


@settings(max_examples=150, deadline=None)
@given(st.lists(RATING, min_size=1, max_size=12), st.lists(st.integers(1, 60 * 24 * 40), min_size=12, max_size=12))
def test_a_better_rating_never_comes_sooner(ratings, gaps):
    card, at = history(ratings, gaps)
    after = schedule.choices(card, "a.q", at=at, correct=True, policy=Policy())
    dues = [local_day(after[rating].due) for rating in (AGAIN, HARD, GOOD, EASY)]
    assert dues == sorted(dues)
    steps = [one.due for one in after.values() if one.state != REVIEW]
    assert steps == sorted(steps)
    assert all(at < one.due for one in after.values())
    assert all(one.stability > 0 and 1 <= one.difficulty <= 10 for one in after.values())


@settings(max_examples=150, deadline=None)
@given(
    NAMES, st.lists(RATING, min_size=1, max_size=8), st.lists(st.integers(1, 60 * 24 * 9), min_size=8, max_size=8),
    st.integers(0, 120),
)  # fmt: skip
def test_no_review_is_planned_after_the_day_before_the_interview(question, ratings, gaps, ahead):
    _card, at = history(ratings, gaps)
    interview = local_day(at) + timedelta(days=ahead)
    policy = Policy(interview)
    card, at = history(ratings, gaps, policy, question)
    after = schedule.choices(card, question, at=at, correct=True, policy=policy)
    dues = [local_day(one.due) for one in after.values()]
    assert dues == sorted(dues)
    tomorrow = local_day(at) + timedelta(days=1)  # on the day before and the day itself nothing nearer is left
    assert max(dues) <= max(interview - timedelta(days=1), tomorrow)


@settings(max_examples=100, deadline=None)
@given(st.lists(RATING, min_size=1, max_size=8), st.lists(st.integers(1, 60 * 24 * 30), min_size=8, max_size=8))
def test_working_the_due_day_out_anew_gives_the_day_it_was_given(ratings, gaps):
    card, _at = history(ratings, gaps)
    assert schedule.reschedule(card, "a.q", Policy(), local_day(card.last)) == card


def test_an_interview_pulls_a_far_day_in_and_its_end_lets_it_go():
    card = review(review(None, EASY), EASY, START + 8 * DAY)
    assert days(card) > 20
    today = local_day(card.last)
    near = schedule.reschedule(card, "a.q", Policy(today + timedelta(days=10)), today)
    assert today < local_day(near.due) < today + timedelta(days=10)
    assert schedule.reschedule(near, "a.q", Policy(today - timedelta(days=1)), today).due == card.due


@pytest.mark.parametrize("left", [0, 1])
def test_an_interview_tomorrow_or_today_pulls_everything_in(left):
    card = review(review(None, EASY), EASY, START + 8 * DAY)
    today = local_day(card.last) + timedelta(days=3)
    policy = Policy(today + timedelta(days=left))
    assert local_day(schedule.reschedule(card, "a.q", policy, today).due) == today
    answered = review(card, EASY, START + 11 * DAY, policy)
    assert local_day(answered.last) == today and days(answered) == 1
    assert schedule.reschedule(answered, "a.q", policy, today).due == answered.due


def test_what_is_pulled_in_does_not_all_fall_on_the_last_day():
    policy = Policy(TODAY + timedelta(days=31))
    last = {schedule.latest(policy, TODAY, f"a.q{n}", TODAY) for n in range(200)}
    assert len(last) == schedule.SPREAD_DAYS and max(last) == TODAY + timedelta(days=30)


@pytest.mark.parametrize(("left", "wanted"), [(None, 0.9), (60, 0.9), (28, 0.9), (15, 0.926), (3, 0.95), (0, 0.95), (-1, 0.9)])
def test_more_should_be_remembered_as_the_interview_comes_near(left, wanted):
    interview = None if left is None else date(2026, 3, 10) + timedelta(days=left)
    assert schedule.retention(Policy(interview), date(2026, 3, 10)) == pytest.approx(wanted, abs=1e-6)


def test_ratings_are_proposed_from_right_wrong_and_time():
    assert schedule.propose(correct=False, score=0.9, seconds=1, usual=30) == AGAIN
    assert schedule.propose(correct=True, score=1, seconds=59, usual=30) == GOOD
    assert schedule.propose(correct=True, score=1, seconds=61, usual=30) == HARD
    assert schedule.propose(correct=True, score=0.6, seconds=1, usual=30) == HARD


def test_waits_are_said_in_a_few_words():
    said = [schedule.wait_words(review(None, r)) for r in (AGAIN, HARD, GOOD, EASY)]
    assert said == ["1 min", "10 min", "2 days", "8 days"]
    assert schedule.wait_words(review(None, EASY)._replace(due=START + 100 * DAY)) == "3 months"


def test_the_chance_to_remember_falls_with_days_and_is_nine_tenths_at_the_stability():
    card = review(None, GOOD)._replace(stability=10.0)
    seen = [schedule.recall(card, Policy(), TODAY + timedelta(days=n)) for n in (0, 5, 10, 20)]
    assert seen[0] == 1 and seen == sorted(seen, reverse=True) and seen[2] == pytest.approx(0.9)
