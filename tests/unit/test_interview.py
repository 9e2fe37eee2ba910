"""A mock interview: the plan fits, nothing is lost in a crash, the report is fair."""

import json
import random
import subprocess
import sys
from pathlib import Path
from time import sleep as wait

import pytest

from quizprep import paths
from quizprep.content.library import Library
from quizprep.content.model import Open, Text
from quizprep.errors import UsageError
from quizprep.grading.report import CheckResult, Diagnosis, Report
from quizprep.progress import clocks, interviews
from quizprep.progress.store import Store
from quizprep.quiz.interview import DRILL, OPEN, QUESTION, Planned, Settings, plan
from quizprep.quiz.interview_report import as_kept, load, make
from quizprep.quiz.interview_sitting import Interview
from quizprep.quiz.interview_text import markdown
from tests.unit.test_clocks import Time

WORLD = Path(__file__).parents[1] / "tui" / "world"


@pytest.fixture(autouse=True)
def english():
    from quizprep import i18n

    i18n.choose("en")


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def store(tmp_path, time):
    with Store.open(tmp_path / "p.db", clock=time) as opened:
        yield opened


@pytest.fixture
def library(monkeypatch):
    monkeypatch.setattr(paths, "content_root", lambda: WORLD)
    return Library(WORLD / "questions")


def planned(kind, name, par=60.0):
    return Planned(
        kind=kind, name=name if kind == DRILL else f"world.{name}", topic="world", version=1, seed=0, par=par
    )


FOUR = [planned(QUESTION, "choice"), planned(OPEN, "open", 240.0), planned(DRILL, "softmax", 360.0), planned(QUESTION, "number")]


@pytest.fixture
def start(store, library, time):
    def begin(items=FOUR, minutes=20):
        row = interviews.begin(store, Settings(minutes=minutes), items, 1)
        return Interview(store, library, row.id, tick=time.tick)

    return begin


def spend(interview, time, seconds):
    for _ in range(int(seconds)):
        time.go(1)
        interview.clock.beat()


def verdict(verdict, mistake=""):
    check = CheckResult(name="test_values", title=Text("a"), outcome="pass" if verdict == "pass" else "fail")
    found = Diagnosis(mistake=mistake, title=Text("no shift"), explanation=Text("overflows"), confidence=1.0)
    return Report(
        drill="softmax", verdict=verdict, seconds=0.1, seed=1, checks=[check], diagnosis=found if mistake else None
    )


# ---------------------------------------------------------------------- the plan


@pytest.fixture(scope="module")
def shipped():
    return Library()


@pytest.mark.parametrize(("minutes", "drills", "opens"), [(20, 1, 1), (45, 1, 2), (90, 2, 2)])
def test_the_plan_fits_the_time_and_mixes_kinds_and_topics(shipped, minutes, drills, opens):
    for seed in range(5):
        found = plan(shipped, Settings(minutes=minutes), seed=seed)
        total = sum(p.par for p in found)
        assert 0.8 * 60 * minutes <= total <= 60 * minutes
        assert [sum(p.kind == k for p in found) for k in (DRILL, OPEN)] == [drills, opens]
        assert found[0].kind == QUESTION and len({p.name for p in found}) == len(found)
        assert len({p.topic for p in found}) >= min(6, len(found) - 2)
        assert found == plan(shipped, Settings(minutes=minutes), seed=seed)


def test_topics_level_and_what_was_asked_lately_are_heeded(shipped):
    asked = plan(shipped, Settings(topics=("convolution", "optimizers"), level=3), seed=1)
    assert {p.topic for p in asked} == {"convolution", "optimizers"}
    again = plan(shipped, Settings(topics=("convolution", "optimizers"), level=3), seed=1, recent={p.name for p in asked})
    assert len({p.name for p in asked} & {p.name for p in again}) < len(asked) / 2
    hard, easy = ([p for p in plan(shipped, Settings(level=n), seed=2) if p.kind == QUESTION] for n in (3, 1))
    level = {i.id: i for t in shipped.topics for i in t.items}
    assert all(3 in getattr(level[p.name], "levels", (3,)) or level[p.name].difficulty > 1 for p in hard if not hasattr(level[p.name], "levels"))
    assert sum(getattr(level[p.name], "difficulty", 1) == 3 for p in easy) == 0


def test_the_last_interviews_open_questions_and_drills_come_last(shipped):
    asked = [p for p in plan(shipped, Settings(), seed=4) if p.kind != QUESTION]
    again = [p for p in plan(shipped, Settings(), seed=4, recent={p.name for p in asked}) if p.kind != QUESTION]
    assert asked and not {p.name for p in asked} & {p.name for p in again}


OPEN_FIELDS = 'type = "open"\nrubric = [{en = "r"}, {en = "q"}, {en = "s"}]\nmodel = {en = "m"}\n'


def bank(tmp_path, topics=3, n=300):
    """Many questions; every tenth is hard, a few are open."""
    for topic in "abc"[:topics]:
        folder = tmp_path / "questions" / topic
        folder.mkdir(parents=True)
        concepts = "".join(f'[[concept]]\nslug = "c{k}"\ntitle = {{en = "c"}}\n' for k in range(4))
        (folder / "topic.toml").write_text(f'slug = "{topic}"\norder = 1\ntitle = {{en = "t"}}\nsummary = {{en = "s"}}\n{concepts}')
        (folder / "bank.toml").write_text("".join(
            f'[[question]]\nid = "{topic}.q{k}"\nconcept = "c{k % 4}"\ndifficulty = {1 + 2 * (k % 10 == 0)}\nsources = ["s"]\n'
            f'prompt = {{en = "p {k}", zh = "p"}}\nexplanation = {{en = "e", zh = "e"}}\n'
            + (OPEN_FIELDS if k % 50 == 3 else 'type = "number"\nanswer = 1\n')
            for k in range(n)
        ))  # fmt: skip
    return Library(tmp_path / "questions")


def test_only_what_is_asked_is_read(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZPREP_HOME", str(tmp_path / "home"))
    bank(tmp_path).catalogue.refresh()
    library = Library(tmp_path / "questions")  # as a later start finds it: the banks were read before
    read = []
    item = library.catalogue.item
    monkeypatch.setattr(library.catalogue, "item", lambda name: read.append(name) or item(name))
    monkeypatch.setattr("quizprep.content.library.Topic.questions", property(lambda _topic: pytest.fail("a whole bank was read")))
    found = plan(library, Settings(minutes=60, level=3), seed=1)
    assert {p.name for p in found} <= set(read) and 20 < len(found) <= len(read) <= len(found) + 1  # the last one may not fit
    level = {p.name: library.item(p.name).difficulty for p in found if p.kind == QUESTION}
    shares = [sum(d == n for d in level.values()) / len(level) for n in (1, 3)]
    assert min(shares) > 0.2  # half of them should be hard, a tenth of the bank is; there is nothing in the middle


def test_nothing_is_asked_twice_and_a_small_bank_is_asked_through(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZPREP_HOME", str(tmp_path / "home"))
    library = bank(tmp_path, topics=2, n=9)
    recent = {"a.q1", "b.q0"}
    found = [p.name for p in plan(library, Settings(minutes=60), seed=3, recent=recent)]
    assert len(found) == len(set(found)) == 18
    assert {n for n in found if n not in ("a.q3", "b.q3")} == {f"{t}.q{k}" for t in "ab" for k in range(9) if k != 3}
    assert max(found.index(n) for n in found if n not in recent and n[2:] != "q3") < len(found) - 1
    assert found.index("a.q1") > max(found.index(f"a.q{k}") for k in (2, 4, 5, 6, 7, 8, 0))


@pytest.mark.parametrize("settings", [Settings(minutes=19), Settings(minutes=91), Settings(level=4), Settings(topics=("nothing",))])
def test_what_can_not_be_planned_is_said(shipped, settings):
    with pytest.raises(UsageError):
        plan(shipped, settings, seed=1)


# ---------------------------------------------------------------------- going through it


def test_from_the_first_question_to_the_report(start, store, time):
    interview = start()
    assert interview.go() and interview.now.place == 0
    spend(interview, time, 30)
    interview.answer(0)  # wrong
    spend(interview, time, 100)
    interview.write(["it shifts", "log too"])
    interview.done()
    spend(interview, time, 300)
    interview.done(b"def softmax(x): ...")
    spend(interview, time, 200)
    interview.answer(3.5)
    assert interview.now is None and not interview.asking and interview.row.outcome == "all"
    ((item, drill),) = interview.to_judge()
    interview.judged(item, drill, verdict("fail", "no-max-shift"))
    (marked,) = interview.to_mark()
    assert marked.said == ["it shifts", "log too"]
    interview.mark(marked, [0, 1])
    assert interview.to_mark() == [] and interview.to_judge() == []
    report = make(interview)
    assert [(a.kind, a.right, round(a.points, 2), a.of, a.seconds) for a in report.items] == [
        (QUESTION, False, 0, 1, 30), (OPEN, True, 2, 3, 100), (DRILL, False, 0, 5, 300), (QUESTION, True, 1, 1, 200),
    ]  # fmt: skip
    assert report.items[0].why and (report.points, report.of) == (3, 10)
    assert [m.mistake for m in report.mistakes] == ["no-max-shift"]
    assert [(link.kind, link.name, link.why) for link in report.practise][:2] == [
        (DRILL, "softmax", "failed"), (QUESTION, "world.choice", "wrong"),
    ]  # fmt: skip
    assert ("question", "world.number", "slow") in [(link.kind, link.name, link.why) for link in report.practise]
    interviews.finish(store, interview.number, as_kept(report))
    assert load(interviews.past(store)[0].report) == report
    assert {r.mode for r in store.answers()} == {"mock"}


def test_after_a_kill_it_goes_on_where_it_was(start, store, library, time):
    interview = start()
    interview.go()
    spend(interview, time, 20)
    interview.answer(1)
    spend(interview, time, 40)
    interview.write(["half a sen"])
    number = interview.number
    del interview  # killed: nothing was closed
    time.go(5000)
    assert interviews.unfinished(store).id == number
    again = Interview(store, library, number, tick=time.tick)
    assert again.left == pytest.approx(1200 - 60)
    assert again.go()
    assert again.now.place == 1 and again.now.said == ["half a sen"]
    spend(again, time, 10)
    again.done()
    assert again.items[1].seconds == pytest.approx(50)
    assert clocks.kinds(store, again.clock.run.id)[1][0] == "lost"


def test_a_kill_between_the_answer_and_its_note_asks_nothing_twice(start, store, library, time, monkeypatch):
    interview = start()
    interview.go()
    spend(interview, time, 5)
    monkeypatch.setattr(interviews, "leave", lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        interview.answer(0)
    monkeypatch.undo()
    monkeypatch.setattr(paths, "content_root", lambda: WORLD)
    time.go(100)
    again = Interview(store, library, interview.number, tick=time.tick)
    assert again.go() and again.now.place == 1
    assert len(store.answers()) == 1


def test_when_the_time_is_up_what_is_open_is_taken_as_it_stands(start, time):
    interview = start()
    interview.go()
    spend(interview, time, 10)
    interview.answer(1)
    interview.write(["as far as I came"])
    spend(interview, time, 1188)
    assert not interview.time_up()
    spend(interview, time, 2)
    assert interview.time_up() and not interview.time_up()
    assert [i.state for i in interview.items] == ["given", "cut", "waiting", "waiting"]
    assert [i.place for i in interview.to_mark()] == [1]
    report = make(interview)
    assert (report.points, report.of) == (1, 4)  # what was never reached does not count
    assert report.outcome == "time" and "not reached" in markdown(report)


def test_passing_on_counts_as_wrong_and_an_untouched_starter_too(start, library, time):
    interview = start()
    interview.go()
    interview.skip()
    interview.skip()
    interview.done(library.drill("softmax").starter().encode())
    assert interview.to_judge() == []
    interview.end()
    report = make(interview)
    assert (report.points, report.of, report.outcome) == (0, 10, "left")


def test_a_drill_that_could_not_be_judged_does_not_count(start, time):
    interview = start(FOUR[2:3])
    interview.go()
    interview.done(b"def softmax(x): return x")
    assert interview.row.outcome == "all"
    assert make(interview).of == 0
    assert make(interview).share is None and "could not be judged" in markdown(make(interview))


def test_a_question_that_has_gone_from_the_bank_is_left_out(start):
    gone = planned(QUESTION, "nobody")
    interview = start([gone, FOUR[0], Planned(**{f: getattr(FOUR[3], f) for f in FOUR[3].__struct_fields__} | {"version": 7})])
    interview.go()
    assert interview.now.place == 1
    interview.answer(1)
    report = make(interview)
    assert [a.state for a in report.items] == ["gone", "given", "gone"] and (report.points, report.of) == (1, 1)


def test_two_programs_have_one_interview(start, store, library, time):
    interview = start()
    interview.go()
    other = Interview(store, library, interview.number, tick=time.tick)
    assert not other.go()
    with pytest.raises(UsageError, match="not finished"):
        start()


def test_markdown_and_json_hold_the_whole_report(start, time):
    interview = start()
    interview.go()
    spend(interview, time, 70)
    interview.answer(0)
    interview.write(["because | of the shift", "", "and log"])
    interview.done()
    interview.done(b"x")
    interview.skip()
    ((item, drill),) = interview.to_judge()
    interview.judged(item, drill, verdict("fail", "no-max-shift"))
    interview.mark(interview.to_mark()[0], [])
    text = markdown(make(interview))
    for part in ("# Mock interview 1", "0 of 10 points", "because | of the shift", "no shift", "quizprep start softmax", "passed on"):
        assert part in text
    assert "It comes first, but that is all." in text
    kept = json.loads(json.dumps(as_kept(make(interview))))
    assert kept["items"][1]["said"] == ["because | of the shift", "", "and log"]
    assert load(kept) == make(interview)


def test_every_open_question_is_planned_with_its_follow_ups(shipped):
    found = [p for p in plan(shipped, Settings(), seed=3) if p.kind == OPEN]
    for one in found:
        question = shipped.item(one.name)
        assert isinstance(question, Open) and one.par == 180 + 60 * min(2, len(question.followups))


# ---------------------------------------------------------------------- the command


def test_list_and_export_on_the_command_line(cli, home, tmp_path):
    from tests.tui.test_interview import kept_report

    empty = cli("interview", "--list")
    assert (empty.returncode, empty.stdout) == (0, "") and "no finished interviews" in empty.stderr
    with Store.open(home / "data" / "progress.db") as store:
        row = interviews.begin(store, Settings(minutes=45), FOUR, 1)
        interviews.close(store, row.id, "time")
        assert "not finished" in cli("interview", "--export", "1").stderr
        interviews.finish(store, row.id, kept_report() | {"id": row.id})
    listed = cli("interview", "--list")
    assert "30 %" in listed.stdout and "3/10" in listed.stdout and "45:00" in listed.stdout
    assert json.loads(cli("interview", "--list", "--json").stdout)[0]["share"] == 0.3
    assert cli("interview", "--export", "1").stdout.startswith("# Mock interview 1\n")
    assert json.loads(cli("interview", "--export", "1", "--format", "json").stdout)["points"] == 3.0
    file = tmp_path / "report.md"
    other = file.with_suffix(".json")
    assert cli("interview", "--export", "1", str(other)).returncode == 0 and json.loads(other.read_text())["points"] == 3.0
    assert cli("interview", "--export", "1", str(file)).returncode == 0 and "No max shift" in file.read_text()
    again = cli("interview", "--export", "1", str(file))
    assert again.returncode == 2 and "already" in again.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--export", "9"], "no interview 9"),
        (["report.md"], "--export"),
        (["--minutes", "45"], "terminal"),
    ],
)
def test_what_the_command_can_not_do_is_one_sentence(cli, home, args, said):
    done = cli("interview", *args)
    assert done.returncode == 2 and said in done.stderr and done.stdout == ""
    assert cli("interview", "--list", "--json").stdout.strip() == "[]"


# ---------------------------------------------------------------------- kills

LIFE = """
import sys, time
from pathlib import Path
from quizprep import paths
world = Path({world!r})
paths.content_root = lambda: world
from quizprep.content.library import Library
from quizprep.progress.store import Store
from quizprep.quiz import answers
from quizprep.quiz.interview_sitting import Interview
RAW = {raw!r}
with Store.open(Path({path!r})) as store:
    interview = Interview(store, Library(world / "questions"), 1)
    print("up", flush=True)
    assert interview.go()
    while (item := interview.now) is not None:
        interview.answer(answers.read(interview.rendered(item), RAW[item.name]))
        print(item.place, flush=True)
        time.sleep(0.01)
print("over", flush=True)
"""
RAW = {
    "world.choice": 1, "world.choices": [0, 2], "world.number": "3.5", "world.text": "equivariance",
    "world.shape": "64, 112, 112", "world.line": 4, "world.cloze": ["max", "m"], "world.match": [0, 1, 2],
}  # fmt: skip


def test_killed_again_and_again_every_question_is_answered_once_and_nothing_told_is_lost(tmp_path, library):
    dice = random.Random(3)
    path = tmp_path / "p.db"
    with Store.open(path) as store:
        interviews.begin(store, Settings(minutes=20), [planned(QUESTION, n.partition(".")[2]) for n in RAW], 1)
    code = LIFE.format(world=str(WORLD), raw=RAW, path=str(path))
    told, lives = set(), 0
    over = False
    while not over and lives < 40:
        lives += 1
        child = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=paths.__file__.rpartition("/quizprep/")[0]
        )
        assert child.stdout.readline() == "up\n"
        wanted = dice.randrange(3)  # dies after so many answers, at some moment of the next
        for line in child.stdout:
            over = over or line == "over\n"
            told |= {int(line)} if line.strip().isdigit() else set()
            wanted -= 1
            if wanted < 0:
                break
        wait(dice.uniform(0, 0.03))
        child.kill()
        rest = child.communicate()[0]
        told |= {int(word) for word in rest.split() if word.isdigit()}
        over = over or "over" in rest
        with Store.open(path) as store:
            done = {i.place for i in interviews.items(store, 1) if i.state == "given"}
            assert told <= done
    assert over and lives > 2, lives
    with Store.open(path) as store:
        rows = store.answers(limit=100)
        assert sorted(r.question for r in rows) == sorted(RAW) and all(r.first for r in rows)
        assert [i.state for i in interviews.items(store, 1)] == ["given"] * len(RAW)
        assert store.check() == "ok"
