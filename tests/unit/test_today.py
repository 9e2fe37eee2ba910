"""Today's session: due, mistakes' questions, new ones and a drill, within the minutes, topics mixed; and cramming."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest

from quizprep.content.library import Library
from quizprep.content.render import render
from quizprep.errors import UsageError
from quizprep.progress.store import Store
from quizprep.quiz import answers, today
from quizprep.quiz.choose import cram
from quizprep.quiz.schedule import midnight
from tests.unit.test_store import report

DAY = 86_400
NOON = datetime(2026, 3, 10, 12).timestamp()
QUESTION = """
[[question]]
id = "{topic}.{name}"
type = "number"
concept = "{concept}"
difficulty = 1
answer = 1
sources = ["s"]
prompt = {{en = "{name}"}}
explanation = {{en = "e"}}
"""
DRILL = """
slug = "{slug}"
title = {{en = "{slug}"}}
framework = "numpy"
difficulty = {difficulty}
par_minutes = {minutes}
entry = ["f"]
concepts = ["{concept}"]
[[check]]
name = "test_a"
title = {{en = "a"}}
[[hint]]
en = "1"
[[hint]]
en = "2"
[[hint]]
en = "3"
"""
REFERENCE = '"""One.\n\nSource: nobody.\n"""\n\n\ndef f(x):\n    return x + 1\n'
MISTAKES = """
[[mistake]]
name = "minus"
caught_by = ["test_a"]
title = {en = "minus"}
explanation = {en = "wrong sign"}
edit = [["x + 1", "x - 1"]]
"""


class World:
    """Topics a, b, c with questions on two concepts each, and drills."""

    def __init__(self, root, home):
        self.root, self.home, self.at = root, home, NOON
        for order, topic in enumerate("abc"):
            folder = root / "questions" / topic
            folder.mkdir(parents=True)
            text = f'slug = "{topic}"\norder = {order}\ntitle = {{en = "{topic}"}}\nsummary = {{en = "s"}}\n'
            concepts = "".join(f'[[concept]]\nslug = "{c}"\ntitle = {{en = "{c}"}}\n' for c in ("c0", "c1"))
            (folder / "topic.toml").write_text(text + concepts)
            names = [(f"q{n}", f"c{n % 2}") for n in range(8)]
            (folder / "bank.toml").write_text("".join(QUESTION.format(topic=topic, name=n, concept=c) for n, c in names))
        self.drill("a", "adam", 8, difficulty=2)
        self.drill("b", "beta", 6)
        self.drill("c", "long", 60)
        self.library = Library(root / "questions")
        self.store = Store.open(root / "p.db", clock=lambda: self.at)

    def drill(self, topic, slug, minutes, difficulty=1, concept="c1"):
        folder, solution = self.root / "questions" / topic / "drills" / slug, self.root / "solutions" / topic / slug
        folder.mkdir(parents=True)
        solution.mkdir(parents=True)
        (folder / "drill.toml").write_text(DRILL.format(slug=slug, minutes=minutes, difficulty=difficulty, concept=concept))
        (solution / "reference.py").write_text(REFERENCE)
        (solution / "mistakes.toml").write_text(MISTAKES)

    def answer(self, question, right=True, session=""):
        rendered = render(self.library.item(question), 0)
        value = answers.read(rendered, "1" if right else "2")
        result = answers.grade(rendered, value)
        return self.store.record_answer(rendered, value, result, seconds=20.0, session=session or f"{question}{self.at}")

    def submit(self, slug, verdict="fail", mistake=""):
        self.store.record_submission(self.library.drill(slug), b"", report(verdict, 1, 2, mistake=mistake))

    def settings(self, **values):
        self.home.mkdir(exist_ok=True)
        (self.home / "config.toml").write_text("".join(f"{k} = {v}\n" for k, v in values.items()))

    def today(self, minutes=20, seed=1):
        return today.today(self.library, self.store, minutes, seed=seed)


@pytest.fixture
def world(tmp_path, home):
    made = World(tmp_path / "w", home)
    yield made
    made.store.close()


def ids(session):
    return [e.rendered.id for e in session.entries]


def test_what_is_broken_is_told_at_every_start_and_what_is_mended_is_read(world):
    """Topics and drills that were read are kept; one that could not be must not be kept as missing."""
    file = world.root / "questions" / "b" / "drills" / "beta" / "drill.toml"
    right = file.read_text()
    for text, drills, problems in ((right, 1, 0), ("slug = 3", 0, 1), ("slug = 3", 0, 1), (right, 1, 0), (right, 1, 0)):
        file.write_text(text)
        library = Library(world.root / "questions")
        assert (len(library.topic("b").drills), len(library.problems)) == (drills, problems)


def test_the_first_session_is_new_questions_of_all_topics_and_an_easy_drill_within_the_time(world):
    session = world.today(20)
    assert {e.why for e in session.entries} == {today.NEW}
    assert {e.rendered.topic for e in session.entries} == {"a", "b", "c"}
    assert (session.drill.slug, session.drill_why) == ("beta", today.FRESH)
    assert 0.8 * 20 * 60 < session.seconds <= 20 * 60


def test_a_topic_begins_with_its_easier_questions_and_loses_none():
    items = [SimpleNamespace(difficulty=d, n=n) for n, d in enumerate([3, 3, 1, 2, 3, 1, 2, 1])]
    done = list(today.easier_first(iter(items)))
    assert sorted(i.n for i in done) == list(range(8))
    assert [i.difficulty for i in done[:2]] == [1, 2] and done[-1].difficulty == 3


def test_planning_goes_through_no_whole_table_and_asks_once_for_each_topic(world):
    """What is asked of the database doesn't grow with the answers, and little with the topics."""
    db, asked = world.store._db, []
    for topic in world.library.topics:
        world.answer(topic.questions[0].id)
    db.set_trace_callback(asked.append)
    world.today()
    today.counts(world.library, world.store)
    db.set_trace_callback(None)
    read = [sql for sql in asked if sql.startswith("SELECT")]
    plans = {line[3] for sql in read for line in db.execute(f"EXPLAIN QUERY PLAN {sql}")}
    assert any("answers_by_concept" in line for line in plans)
    assert not {line for line in plans if line.startswith(("SCAN cards", "SCAN answers", "SCAN reviews"))}
    assert len(read) < 40 + 10 * len(world.library.topics), len(read)


def test_the_same_seed_plans_the_same_session(world):
    assert world.today(seed=3) == world.today(seed=3)


@pytest.mark.parametrize("minutes", [5, 8, 30, 60])
def test_the_session_ends_in_time(world, minutes):
    session = world.today(minutes)
    assert session.entries and session.seconds <= minutes * 60
    assert session.drill is None or session.drill.info.par_minutes <= today.DRILL_SHARE * minutes


def test_ones_own_times_size_the_session(world):
    for n in range(8):
        world.answer(f"a.q{n}")
    before = len(world.today(20).entries)
    world.store._db.execute("UPDATE answers SET seconds = 200")
    assert len(world.today(20).entries) < before


def test_what_is_due_comes_with_some_new_and_no_topic_twice_in_a_row(world):
    for n in range(8):
        for topic in "ab":
            world.answer(f"{topic}.q{n}")
    world.at += 3 * DAY
    session = world.today(20)
    whys = Counter(e.why for e in session.entries)
    assert whys[today.DUE] > whys[today.NEW] > 0
    topics = [e.rendered.topic for e in session.entries]
    assert all(a != b for a, b in pairwise(topics))


def test_a_mistake_in_a_drill_brings_back_its_line_and_its_concept_until_they_are_answered(world):
    world.answer("a.q0")
    world.answer("a.q1")
    world.at += 60
    world.submit("adam", mistake="minus")
    made = today.brought_back(world.library, world.store, today.Standing(world.store))
    assert made[0] == today.Back("a.line-adam-minus", "a", "adam", "minus")
    assert {b.question for b in made[1:]} <= {f"a.q{n}" for n in (1, 3, 5, 7)} and len(made) == 4
    assert "a.q1" not in {b.question for b in made}
    session = world.today()
    (line,) = [e for e in session.entries if e.rendered.id == "a.line-adam-minus"]
    assert (line.why, line.drill) == (today.MISTAKE, "adam")
    assert today.counts(world.library, world.store).back == 4
    world.at += 60
    for one in made[1:]:
        world.answer(one.question)
    left = today.brought_back(world.library, world.store, today.Standing(world.store))
    assert "a.line-adam-minus" in {b.question for b in left}
    assert not {b.question for b in left} & {b.question for b in made[1:]}


def test_an_answer_taken_back_brings_the_mistakes_question_back_again(world):
    world.submit("adam", mistake="minus")
    (first, *_more) = today.brought_back(world.library, world.store, today.Standing(world.store))
    world.at += 60
    line = render(world.library.item(first.question), 0)
    world.store.record_answer(line, 1, answers.grade(line, 1), seconds=1.0, session="s")
    assert first.question not in {b.question for b in today.brought_back(world.library, world.store, today.Standing(world.store))}
    world.store.cards.undo("s")
    assert first in today.brought_back(world.library, world.store, today.Standing(world.store))


def test_a_topic_missed_in_questions_proposes_its_drill_and_a_passed_one_is_not_proposed(world):
    for n in (1, 3):
        world.answer(f"a.q{n}", right=False)
    assert (world.today().drill.slug, world.today().drill_why) == ("adam", today.MISSED)
    world.submit("adam", "pass")
    assert world.today().drill.slug == "beta"
    world.submit("beta", "fail")
    assert world.today().drill_why == today.TRIED
    world.submit("beta", "pass")
    assert world.today().drill is None


def test_suspended_questions_are_not_in_it(world):
    world.answer("a.q0", right=False)
    world.at += DAY
    assert "a.q0" in ids(world.today(60))
    world.store.cards.suspend("a.q0")
    world.store.cards.suspend("a.q2")
    assert not {"a.q0", "a.q2"} & set(ids(world.today(240)))


def test_counts_say_what_there_is(world):
    world.answer("a.q0")
    world.answer("a.q1", right=False)
    world.at += 120
    world.settings(interview_date=(date(2026, 3, 10) + timedelta(days=9)).isoformat())
    found = today.counts(world.library, world.store)
    assert (found.due, found.failed, found.days_left, found.streak) == (1, 1, 9, 1)
    assert found.new == 3 * 8 + 3 - 2


def test_just_before_the_interview_nothing_new_is_begun_while_something_is_due(world):
    world.answer("a.q0", right=False)
    world.at += DAY
    world.settings(interview_date="2026-03-13")
    assert {e.why for e in world.today(60).entries} == {today.DUE}
    world.answer("a.q0")
    world.at += 700
    world.answer("a.q0")
    assert {e.why for e in world.today(60).entries} == {today.NEW}


def test_no_card_is_due_after_the_day_before_the_interview(world):
    world.settings(interview_date="2026-03-20")
    for n in range(8):
        world.store.cards.rate(world.answer(f"b.q{n}"), 4)
    dues = [d.card.due for d in today.Standing(world.store).all_cards()]
    assert max(dues) <= midnight(date(2026, 3, 19))


def test_the_minutes_are_a_setting(world):
    world.settings(minutes_a_day=7)
    assert today.today(world.library, world.store).minutes == 7


def test_a_question_that_left_the_banks_is_passed_over(world):
    world.answer("a.q0", right=False)
    world.store._db.execute("UPDATE cards SET question = 'a.gone', due = 0")
    world.at += DAY
    assert "a.gone" not in ids(world.today(60))


def test_cramming_asks_the_weakest_first_though_nothing_is_due(world):
    for n in range(8):
        world.answer(f"a.q{n}", right=n != 5)
        world.store.cards.rate(world.store.answers()[0].id, 4 if n != 5 else 1)
    world.at += 30
    assert today.Standing(world.store).due() == []
    drawn = cram(world.library, ["a"], 10, store=world.store, seed=1)
    assert drawn[0].id == "a.q5" and drawn[1].id == "a.line-adam-minus"
    world.store.cards.suspend("a.q5")
    assert "a.q5" not in [r.id for r in cram(world.library, ["a"], 10, store=world.store)]
    with pytest.raises(UsageError, match="0"):
        cram(world.library, None, 0, store=world.store)


def test_cramming_fits_into_the_minutes(world):
    from quizprep.quiz.choose import READING

    world.answer("a.q5", False)
    for minutes in (1, 5, 12):
        drawn = cram(world.library, None, minutes=minutes, store=world.store, seed=1)
        usual = [READING + world.store.cards.usual_seconds(r.question.kind) for r in drawn]
        assert drawn[0].id == "a.q5" and sum(usual) <= max(60 * minutes, usual[0])
        assert sum(usual) > 60 * minutes - max(usual)
    assert len(cram(world.library, None, 3, minutes=12, store=world.store)) == 3


def test_the_command_asks_todays_session_and_names_the_drill(cli):
    done = cli("today", "--minutes", "12", "--seed", "1", stdin="q\n")
    assert done.returncode == 0 and "[1/" in done.stdout and "· new" in done.stdout
    assert "Then the drill:" in done.stdout and "quizprep start" in done.stdout
    assert cli("today", "--minutes", "0").returncode == 2


@pytest.mark.parametrize("mode", ["quiz", "today"])
def test_the_command_asks_what_was_wrong_once_more_and_does_not_count_that(world, monkeypatch, capsys, mode):
    from quizprep.commands import ask
    from quizprep.quiz.sitting import Sitting

    planned = [render(world.library.item(name), 0) for name in ("a.q0", "b.q0")]
    asking = ask.Asking(world.store, world.library, Sitting(planned, mode=mode))
    typed = iter(["2", "1", "1"])
    monkeypatch.setattr(ask, "ask", lambda prompt: next(typed))
    assert asking.all() and asking.sitting.done
    asking.close()
    assert [a.result.correct for a in asking.sitting.first] == [False, True]
    assert [row.question for row in world.store.answers()] == ["a.q0", "b.q0", "a.q0"]
    said = capsys.readouterr().out
    assert said.count("once more") == 1 and "1 of 2 right" in said and next(typed, None) is None


def test_a_mock_quiz_asks_nothing_once_more(world, monkeypatch):
    from quizprep.commands import ask
    from quizprep.quiz.sitting import Sitting

    asking = ask.Asking(world.store, world.library, Sitting([render(world.library.item("a.q0"), 0)], mode="mock"))
    monkeypatch.setattr(ask, "ask", lambda prompt: "2")
    assert asking.all() and len(asking.sitting.answered) == 1


def test_the_command_lists_what_is_due(cli, home):
    import json
    import time

    assert cli("due").stdout == "Nothing is due.\n" and json.loads(cli("due", "--json").stdout) == []
    with Store.open(home / "data" / "progress.db", clock=lambda: time.time() - 3 * DAY) as store:
        rendered = render(Library().item("activations.killing-rate"), 0)
        store.record_answer(rendered, 9.0, answers.grade(rendered, 9.0), seconds=5.0, session="s")
    (row,) = json.loads(cli("due", "--json").stdout)
    assert (row["question"], row["topic"], row["why"], row["last_correct"]) == (
        "activations.killing-rate", "activations", "due", False,
    )  # fmt: skip
    assert cli("due").stdout.startswith("activations.killing-rate  due 20")


def test_the_command_crams_the_weakest(cli, home):
    with Store.open(home / "data" / "progress.db") as store:
        rendered = render(Library().item("activations.killing-rate"), 0)
        store.record_answer(rendered, 9.0, answers.grade(rendered, 9.0), seconds=5.0, session="s")
    done = cli("quiz", "activations", "--cram", "-n", "2", stdin="q\n")
    assert done.returncode == 0 and "smallest learning rate" in done.stdout
    assert cli("quiz", "--cram", "--mock").returncode == 2


def test_the_command_fit_says_what_is_missing(cli):
    done = cli("fit")
    assert done.returncode == 2 and "512" in done.stderr
