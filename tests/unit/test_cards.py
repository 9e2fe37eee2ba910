"""Cards and the review log: in one transaction with the answer, rated otherwise, taken back, suspended, flagged, noted."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizprep import config
from quizprep.errors import ProgressError
from quizprep.progress import migrations
from quizprep.progress.standing import Standing
from quizprep.progress.store import Store
from quizprep.quiz import answers, schedule
from quizprep.quiz.schedule import AGAIN, EASY, GOOD, HARD

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC).timestamp()
DAY = 86400


class Clock:
    def __init__(self):
        self.at = NOON

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, home, clock):
    with Store.open(tmp_path / "progress.db", clock=clock) as opened:
        yield opened


def answer(store, rendered, right=True, session="s", seconds=5.0):
    raw = rendered.question.answer[0] if right else 1
    value = answers.read(rendered, str(raw))
    return store.record_answer(rendered, value, answers.grade(rendered, value), seconds=seconds, session=session)


def interview(home, day):
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(f"interview_date = {day.isoformat()}\n")


def test_an_answer_brings_its_review_and_card_in_one_transaction(store, ask):
    number = answer(store, ask("line"), right=False)
    review = store.cards.review(number)
    assert (review.rating, review.proposed, review.correct, review.before) == (AGAIN, AGAIN, False, None)
    assert store.cards.card("demo.q") == review.after
    store._db.execute("CREATE TRIGGER no BEFORE INSERT ON cards BEGIN SELECT raise(ABORT, 'no'); END")
    store._db.execute("DROP TRIGGER no")
    store._db.execute("CREATE TRIGGER no BEFORE INSERT ON reviews BEGIN SELECT raise(ABORT, 'no'); END")
    with pytest.raises(ProgressError):
        answer(store, ask("line"))
    assert len(store.answers()) == 1 and store.cards.card("demo.q") == review.after


def test_the_user_may_rate_otherwise_and_the_proposal_is_kept(store, ask):
    number = answer(store, ask("line"))
    offered = store.cards.choices(store.cards.review(number))
    rated = store.cards.rate(number, EASY)
    assert rated.after == offered[EASY] == store.cards.card("demo.q")
    assert (rated.rating, store.cards.review(number).proposed) == (EASY, GOOD)


def test_only_the_newest_review_of_a_question_can_be_rated(store, ask):
    first = answer(store, ask("line"))
    answer(store, ask("line"))
    with pytest.raises(ProgressError, match="answered again"):
        store.cards.rate(first, HARD)


def test_a_slow_right_answer_is_proposed_as_hard_by_ones_own_time(store, ask):
    for n in range(10):
        answer(store, ask("line", seed=n), session=f"s{n}", seconds=4.0)
    assert store.cards.usual_seconds("line") == 4.0
    assert store.cards.review(answer(store, ask("line"), session="x", seconds=9.0)).proposed == HARD
    assert store.cards.review(answer(store, ask("line"), session="y", seconds=7.0)).proposed == GOOD


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["demo.a", "demo.b", "demo.c"]), st.booleans(), st.integers(0, 4)), min_size=1, max_size=8))
def test_undo_of_any_depth_puts_every_card_back(tmp_path_factory, ask, given_answers):
    clock = Clock()
    with Store.open(tmp_path_factory.mktemp("undo") / "p.db", clock=clock) as store:
        seen = []
        for name, right, gap in given_answers:
            seen.append({q: store.cards.card(q) for q in ("demo.a", "demo.b", "demo.c")})
            answer(store, ask("line", id=name), right=right)
            clock.at += gap * DAY / 2
        for cards in reversed(seen):
            assert store.cards.undo("s") is not None
            assert {q: store.cards.card(q) for q in cards} == cards
        assert store.cards.undo("s") is None
        assert store.answers() == [] and len(store.answers(undone=True)) == len(given_answers)


def test_what_is_taken_back_is_marked_and_answering_again_is_a_second_try(store, ask):
    answer(store, ask("line"), right=False)
    store.cards.undo("s")
    answer(store, ask("line"), right=True)
    (row,) = store.answers()
    assert row.correct and not row.first
    assert [bool(r.undone) for r in store.cards.reviews()] == [False, True]


def test_undo_leaves_other_sessions_alone(store, ask):
    answer(store, ask("line"), session="other")
    assert store.cards.undo("s") is None and len(store.answers()) == 1


def test_the_same_authored_question_shuffled_anew_in_a_session_is_no_first_try(store, ask):
    answer(store, ask("line", seed=1), right=False)
    answer(store, ask("line", seed=2), right=True)
    assert [row.first for row in store.answers()] == [False, True]


def test_due_is_counted_in_local_days_and_steps_by_the_minute(store, ask, clock):
    answer(store, ask("line", id="demo.right"))
    answer(store, ask("line", id="demo.wrong"), right=False)
    assert Standing(store).due() == []
    clock.at += 61
    assert [d.question for d in Standing(store).due()] == ["demo.wrong"]
    clock.at = datetime.combine(date(2026, 3, 12), datetime.min.time()).timestamp() + 1
    assert {d.question for d in Standing(store).due()} == {"demo.wrong", "demo.right"}
    store.cards.suspend("demo.wrong")
    assert [d.question for d in Standing(store).due()] == ["demo.right"] and Standing(store).due_count() == 1
    store.cards.suspend("demo.wrong", False)
    assert Standing(store).due_count() == 2


def test_setting_an_interview_date_pulls_in_what_was_planned_after_it(store, ask, clock, home):
    number = answer(store, ask("line"))
    far = store.cards.rate(number, EASY).after
    today = schedule.local_day(store.cards.now)
    interview(home, today + timedelta(days=4))
    assert store.cards.settle() and not store.cards.settle()
    assert today < schedule.local_day(store.cards.card("demo.q").due) <= today + timedelta(days=3)
    (home / "config.toml").unlink()
    assert config.load().interview_date is None
    assert store.cards.settle() and store.cards.card("demo.q") == far


def test_fitted_parameters_replay_the_log(store, ask, clock):
    answer(store, ask("line"))
    before = store.cards.card("demo.q")
    from fsrs.scheduler import DEFAULT_PARAMETERS

    fitted = (0.5, 1.5, 9.0, *DEFAULT_PARAMETERS[3:])
    with store._write() as db:
        db.execute("INSERT INTO fits VALUES (1, 0, 600, ?, 0.3, 0.4, 0.5, 1)", (str(list(fitted)),))
    assert store.cards.settle()
    after = store.cards.card("demo.q")
    assert after.stability == 9.0 and after.due > before.due and after.reviews == before.reviews


def test_notes_flags_and_suspension_are_kept_and_taken_off(store):
    store.cards.write_note("a.q", " mind the axis ")
    store.cards.flag("a.q", "wrong unit?")
    store.cards.suspend("a.q")
    assert (store.cards.note("a.q"), store.cards.flags(), store.cards.suspended()) == ("mind the axis", {"a.q": "wrong unit?"}, {"a.q"})
    store.cards.write_note("a.q", "")
    store.cards.flag("a.q", None)
    store.cards.suspend("a.q", False)
    assert (store.cards.notes(), store.cards.flags(), store.cards.suspended()) == ({}, {}, set())


def test_what_was_answered_before_there_were_cards_is_taken_over(tmp_path, home, ask, clock, monkeypatch):
    path = tmp_path / "old.db"
    db = sqlite3.connect(path, isolation_level=None)
    migrations.migrate(db, migrations.STEPS[:1])
    db.execute("INSERT INTO sessions VALUES ('s', 'quiz', 0)")
    for n, (question, correct) in enumerate([("a.x", 0), ("a.x", 1), ("a.y", 0)]):
        db.execute(
            "INSERT INTO answers (at, session, question, version, seed, generated, topic, concept, type, difficulty,"
            " answer, correct, score, seconds, first) VALUES (?, 's', ?, 1, 0, 0, 'a', 'c', 'line', 1, '1', ?, 1, 1, 1)",
            (int(NOON * 1000) + n, question, correct),
        )
    db.close()
    with Store.open(path, clock=clock) as store:
        assert {q: right for q, (right, _at) in store.standing().items()} == {"a.x": True, "a.y": False}
        clock.at += 5
        assert "a.y" in [d.question for d in Standing(store).due()]
        answer(store, ask("line", id="a.x"))
        assert store.cards.card("a.x").state == schedule.REVIEW


def test_mastered_is_two_right_first_tries_in_a_row_and_what_was_taken_back_does_not_count(store, ask):
    def try_it(right, session):
        return answer(store, ask("line", concept="c"), right=right, session=session)

    try_it(False, "1"), try_it(True, "2")
    assert Standing(store).mastered("demo", ["c", "d"]) == set()
    try_it(True, "3")
    assert Standing(store).mastered("demo", ["c", "d"]) == {"c"}
    try_it(False, "4")
    assert Standing(store).mastered("demo", ["c"]) == set()
    store.cards.undo("4")
    assert Standing(store).mastered("demo", ["c"]) == {"c"}


def test_a_topic_with_two_of_the_last_five_wrong_is_missed(store, ask):
    for n, right in enumerate([False, True, True, True, True, False]):
        answer(store, ask("line", concept=f"c{n}"), right=right, session=str(n))
    assert Standing(store).missed(["demo"]) == {}
    answer(store, ask("line", concept="c9"), right=False, session="9")
    assert Standing(store).missed(["demo", "none"]) == {"demo": ["c9", "c5"]}


def test_a_streak_counts_days_with_an_answer_and_none_is_forgiven(store, ask, clock):
    for day in (0, 1, 3, 4):
        clock.at = NOON + day * DAY
        answer(store, ask("line", id=f"demo.q{day}"), session=str(day))
    assert Standing(store).streak() == 2
    clock.at += DAY
    assert Standing(store).streak() == 2
    clock.at += DAY
    assert Standing(store).streak() == 0


def test_mistakes_made_lately_in_drills_are_known(store, clock):
    from tests.unit.test_store import report

    drill = SimpleNamespace(slug="adam", info=SimpleNamespace(revision=1))
    store.record_submission(drill, b"", report("fail", 1, 2, mistake="no-correction"))
    assert [(m.drill, m.mistake) for m in Standing(store).mistakes()] == [("adam", "no-correction")]
    clock.at += 40 * DAY
    assert Standing(store).mistakes() == []
