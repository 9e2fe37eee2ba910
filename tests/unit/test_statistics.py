"""No figure flatters: first tries, intervals, retention, days, mistakes; and the words and shapes they are told in."""

import random
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from quizprep import i18n
from quizprep.content.model import Option, Text
from quizprep.progress.statistics import ENOUGH, calendar, share, wilson
from quizprep.progress.statistics_drills import wrong_options
from quizprep.progress.statistics_view import cells, plain, sections, shade
from quizprep.progress.store import Store
from quizprep.quiz import answers
from tests.unit.test_store import DRILL, report

DAY = 86_400
NOON = datetime(2026, 3, 10, 12).timestamp()
ROOT = Path(__file__).parents[2]


@pytest.fixture
def clock():
    return SimpleNamespace(now=NOON)


@pytest.fixture
def store(tmp_path, clock):
    i18n.choose("en")
    with Store.open(tmp_path / "p.db", clock=lambda: clock.now) as opened:
        yield opened


def give(store, rendered, right=True, session="s", seconds=2.0):
    value = 2.5 if right else 1.0
    return store.record_answer(rendered, value, answers.grade(rendered, value), seconds=seconds, session=session)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    # computed with statsmodels.stats.proportion.proportion_confint(method="wilson")
    [(8, 10, 0.4902, 0.9433), (0, 5, 0.0, 0.4345), (5, 5, 0.5655, 1.0), (1, 2, 0.0945, 0.9055), (780, 1000, 0.7533, 0.8046)],
)
def test_the_interval_is_wilsons(right, n, low, high):
    assert wilson(right, n) == pytest.approx([low, high], abs=2e-4)


def test_the_interval_holds_the_truth_about_95_times_of_100():
    rng, held, trials = random.Random(3), 0, 4000
    for _ in range(trials):
        p, n = rng.uniform(0.3, 0.9), rng.randrange(20, 60)
        low, high = wilson(sum(rng.random() < p for _ in range(n)), n)
        held += low <= p <= high
    assert 0.935 < held / trials < 0.967


def test_few_answers_have_no_share():
    assert share(ENOUGH - 1, ENOUGH - 1) == {"answers": 4, "right": 4, "accuracy": None, "interval": None}
    assert share(5, 4)["accuracy"] == 0.8 and share(5, 4)["interval"][0] < 0.5


def test_a_correction_and_an_answer_taken_back_never_raise_the_share(store, ask, clock):
    for n in range(6):
        give(store, ask("number", id=f"demo.q{n}"), right=n % 2 == 0)
    before = store.stats()
    for n in range(6):
        clock.now += 60
        give(store, ask("number", id=f"demo.q{n}"))  # the same session: a second try
    after = store.stats()
    assert (after["answers"], after["right"], after["accuracy"]) == (before["answers"], before["right"], 0.5)
    assert after["corrected"] == 6
    give(store, ask("number", id="demo.other"), right=False, session="t")
    store.cards.undo("t")
    assert store.stats()["answers"] == 6
    give(store, ask("number", id="demo.other"), session="t")  # after undo it is a second try all the same
    assert (store.stats()["answers"], store.stats()["right"]) == (6, 3)


def test_retention_counts_first_tries_a_day_or_more_after_the_last_answer(store, ask, clock):
    gaps = [(0, True), (DAY - 10, True), (DAY + 10, False), (4 * DAY, True), (10 * DAY, True), (30 * DAY, False), (DAY + 1, True)]
    for place, (gap, right) in enumerate(gaps):
        clock.now += gap
        give(store, ask("number"), right=right, session=str(place))
        give(store, ask("number"), session=str(place))  # the second try does not count
    found = store.stats()["retention"]
    assert (found["answers"], found["right"]) == (5, 3)
    by_gap = {g["days"]: (g["answers"], g["right"]) for g in found["by_gap"]}
    assert by_gap == {"1-3": (2, 1), "3-7": (1, 1), "7-21": (1, 1), "21-": (1, 0)}


def test_the_calendar_has_26_weeks_and_its_days_are_local(store, ask, clock):
    today = date(2026, 3, 10)
    for back in (0, 1, 180, 183, 400):
        clock.now = NOON - back * DAY
        give(store, ask("number", id=f"demo.d{back}"), session=str(back))
    clock.now = NOON
    for verdict in ("fail", "pass", "pass"):
        store.record_submission(DRILL, b"x", report(verdict))
    days = {d["day"]: d for d in calendar(store._db, today)}
    monday = today - timedelta(days=today.weekday() + 7 * 25)
    assert all(date.fromisoformat(d) >= monday for d in days) and (today - timedelta(days=400)).isoformat() not in days
    assert days["2026-03-10"]["submissions"] == 3 and days["2026-03-10"]["drills"] == 1 and days["2026-03-10"]["answers"] == 1
    assert store.stats()["days"] == 5


def test_a_mistake_is_ordered_by_the_days_on_which_it_was_made(store, clock):
    for _ in range(5):
        store.record_submission(DRILL, b"x", report("fail", 1, mistake="five-in-an-hour"))
    for _ in range(2):
        clock.now += DAY
        store.record_submission(DRILL, b"x", report("fail", 1, mistake="two-days"))
    found = store.stats()["mistakes"]
    assert [(m["mistake"], m["days"], m["submissions"]) for m in found] == [("two-days", 2, 2), ("five-in-an-hour", 1, 5)]
    assert found[0]["title"]["en"] == "m" and found[0]["drill"] == "softmax"


def test_wrong_options_are_counted_as_authored_and_changed_questions_left_out(store, ask, clock):
    """Checked against counting every answer, though the function stops as soon as no more can change."""
    rng = random.Random(4)
    texts = [Text(f"option {n}") for n in range(4)]
    options = [Option(texts[0], True), *[Option(t, why=Text(f"not {t.en}")) for t in texts[1:]]]
    items, counted = {}, {}
    for n in range(30):
        question = ask("choice", id=f"demo.c{n:02d}", options=options).question
        items[question.id] = ask("choice", id=question.id, options=options)
        for turn in range(rng.randrange(1, 9)):
            rendered = ask("choice", id=question.id, options=options, seed=rng.randrange(99))
            picked = rng.randrange(4)
            clock.now += 60
            store.record_answer(rendered, picked, answers.grade(rendered, picked), seconds=1, session=f"{n}.{turn}")
            option = rendered.question.options[picked]
            if not option.correct and n != 7:
                counted[question.id, option.text.en] = counted.get((question.id, option.text.en), 0) + 1
    changed = ask("choice", id="demo.c07", options=options, revision=2).question

    def item(name):
        return changed if name == "demo.c07" else msgspec.structs.replace(items[name].question, options=options)

    catalogue = SimpleNamespace(item=item)
    found = wrong_options(store._db, SimpleNamespace(catalogue=catalogue))
    assert [o["times"] for o in found] == sorted(counted.values(), reverse=True)[:10]
    assert all(counted[o["question"], o["option"]["en"]] == o["times"] and o["why"]["en"] == f"not {o['option']['en']}" for o in found)


def test_median_time_is_of_first_tries_only(store, ask):
    for n, seconds in enumerate((10, 20, 30, 40, 1000)):
        give(store, ask("number", id=f"demo.m{n}"), seconds=seconds)
        give(store, ask("number", id=f"demo.m{n}"), seconds=1)
    assert store.stats()["types"]["number"]["median_seconds"] == 30


# ------------------------------------------------------------------ telling


def figures(store, ask, clock):
    rng = random.Random(1)
    for back in range(120, 0, -3):
        clock.now = NOON - back * DAY
        for n in range(rng.randrange(1, 40)):
            give(store, ask("number", id=f"demo.v{n}"), right=rng.random() < 0.7, session=str(back))
        store.record_submission(DRILL, b"x", report(rng.choice(["fail", "pass"]), mistake=rng.choice(["", "no-max-shift"])))
    clock.now = NOON
    return store.stats() | {"wrong_options": []}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_fits_80_columns_and_tells_shares_with_their_intervals(store, ask, clock, lang):
    i18n.choose(lang)
    try:
        found = sections(figures(store, ask, clock), {"demo": {"en": "D" * 60, "zh": "题" * 40}}, date(2026, 3, 10))
        assert len(found) >= 7
        for section in found:
            for row in section.rows:
                fixed = row[:-1] if len(row) > 5 and "%" in plain(row) else row  # what comes after the share may be cut
                assert cells(fixed) <= 72 or "no-max-shift" in plain(row), plain(row)
        whole = "\n".join(plain(row) for section in found for row in section.rows)
        assert re.search(r"\d+ %\s+\d+–\d+ %", whole)
    finally:
        i18n.choose("en")


def test_the_shapes_alone_tell_how_much_was_done(store, ask, clock):
    assert [shade(None if n is None else {"answers": n, "drills": 0}) for n in (None, 1, 10, 25, 50)] == [0, 1, 2, 3, 4]
    assert shade({"answers": 0, "drills": 0}) == 1 and shade({"answers": 0, "drills": 1}) == 2
    found = figures(store, ask, clock)
    rows = next(s for s in sections(found, {}, date(2026, 3, 10)) if s.title == "The last 26 weeks").rows
    grid = [plain(row)[4:] for row in rows[1:8]]
    done = sum(1 for row in grid for place in range(0, len(row), 2) if row[place : place + 2].strip("· "))
    assert done == len([d for d in found["calendar"] if d["answers"] or d["submissions"]])


def test_every_key_is_documented(store, ask, clock):
    text = (ROOT / "docs" / "statistics.md").read_text("utf-8")
    found = figures(store, ask, clock)
    keys = set(found)
    for name in ("retention", "drills"):
        keys |= set(found[name])
    for name in ("calendar", "mistakes", "concepts"):
        assert found[name] or name == "concepts"
        keys |= {key for one in found[name] for key in one}
    assert {key for key in keys if f"`{key}`" not in text} == set()


def test_nobody_has_no_empty_plots(store):
    titles = [s.title for s in sections(store.stats() | {"wrong_options": []}, {}, date(2026, 3, 10))]
    assert titles == ["In all", "The last 26 weeks"]


def test_a_hundred_thousand_answers_are_not_read_again(store, ask, clock):
    """What the figures read does not grow with the history: SQLite's own count of steps says so."""
    give(store, ask("number"))
    taken = []
    for copies in (1000, 20_000):
        store._db.execute(
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) INSERT INTO answers (at, session, question,"
            " version, seed, generated, topic, concept, type, difficulty, answer, correct, score, seconds, first)"
            " SELECT at, session, 'demo.x' || n, 1, 1, 0, topic, concept, type, 1, answer, 1, 1, seconds, 1 FROM answers, c WHERE id = 1",
            (copies,),
        )
        steps = 0

        def step():
            nonlocal steps
            steps += 1
            return 0

        store._db.set_progress_handler(step, 100)
        store.stats()
        store._db.set_progress_handler(None, 0)
        taken.append(steps)
    assert taken[1] < 2.5 * taken[0], taken
