"""The mock interview on the screen: no word until the end, no way back, nothing lost."""

from __future__ import annotations

import json

import pytest
from textual.widgets import TextArea

from quizprep.progress import interviews
from quizprep.quiz.interview import DRILL, OPEN, QUESTION, Planned, Settings
from quizprep.tui.screens.attempt import Attempt
from quizprep.tui.screens.dialogs import Confirm, Problem
from quizprep.tui.screens.editor import Editor
from quizprep.tui.screens.interview import InterviewScreen
from quizprep.tui.screens.interview_end import InterviewEnd
from quizprep.tui.screens.interview_report import ReportScreen
from quizprep.tui.screens.interview_setup import ChoiceRows, InterviewSetup
from quizprep.tui.screens.interviews import Interviews
from quizprep.tui.screens.review import Review
from quizprep.tui.widgets.asked import Verdict
from quizprep.tui.widgets.table import ListRows
from tests.tui.conftest import until
from tests.tui.test_drill import said


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("quizprep.tui.screens.interview.SETTLE_SECONDS", 0.0)


def shown(widget) -> str:
    """What is drawn of it."""
    return "\n".join(widget.render_line(y).text for y in range(widget.size.height)).strip()


def planned(kind, name):
    name = name if kind == DRILL else f"world.{name}"
    return Planned(kind=kind, name=name, topic="world", version=1, seed=3, par=60.0)


FOUR = [planned(QUESTION, "choice"), planned(OPEN, "open"), planned(DRILL, "softmax"), planned(QUESTION, "number")]


async def begin(app, pilot, items=FOUR, minutes=20) -> InterviewScreen:
    row = interviews.begin(app.desk.store, Settings(minutes=minutes), items, 1)
    screen = InterviewScreen(row.id)
    await app.push_screen(screen)
    await until(pilot, lambda: screen.item is not None)
    return screen


async def test_from_the_home_screen_to_the_first_question(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, Interviews) and app.screen.query(ListRows))
        assert "You have had none yet" in said(app.screen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewSetup))
        rows = app.screen.query_one(ChoiceRows)
        await pilot.press("down", "left", "left", "left", "left", "left", "left", "down", "right", "down", "space")
        assert rows.settings == Settings(minutes=20, level=3, topics=("world",))
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.item)
        kinds = [i.kind for i in app.screen.interview.items]
        assert kinds.count(DRILL) == 1 and kinds.count(OPEN) == 1 and kinds[0] == QUESTION
        assert interviews.unfinished(app.desk.store).minutes == 20


async def test_the_whole_way_to_the_report_and_back_to_it_later(app, home):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(app, pilot)
        await pilot.press("a")  # wrong; nothing is told
        await until(pilot, lambda: screen.item.kind == OPEN)
        assert not screen.query(Verdict) and app.desk.store.answers()[0].mode == "mock"
        await pilot.press(*"shift", "ctrl+n")
        assert "log-softmax" in said(screen, ".follow-up")
        await pilot.press(*"same", "ctrl+n")
        await until(pilot, lambda: screen.item.kind == DRILL)
        assert screen.interview.items[1].said == ["shift", "same"]
        file = home / "practice/interview-1/softmax.py"
        assert "def softmax" in file.read_text()
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Editor))
        await pilot.press(*"#x", "ctrl+s", "escape")
        await pilot.pause()
        await pilot.press("ctrl+n")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: screen.item.place == 3)
        await pilot.press("ctrl+n")  # a short question is done with its answer, not with this
        assert screen.item.place == 3
        await pilot.press(*"3.5", "enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewEnd) and app.screen.item)
        assert "shift" in said(app.screen, "Panel Said") and shown(app.screen.query_one("#head")).endswith("1 open answer to mark")
        await pilot.press("space", "down", "space", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReportScreen))
        report = app.screen.report
        assert [(a.right, a.points) for a in report.items] == [(False, 0), (True, 2), (False, 0), (True, 1)]
        assert report.mistakes[0].mistake == "no-max-shift"
        words = said(app.screen, "#score Said")
        assert "30 %" in words and "3 of 10" in words
        await pilot.press("x")
        assert app.screen.query_one("#report").scroll_y == 0
        assert "# Mock interview 1" in (home / "practice/interview-1.md").read_text()
        assert json.loads((home / "practice/interview-1.json").read_text())["points"] == 3.0
        await pilot.press("escape")
        await pilot.pause()
        assert app.desk.store.submissions("softmax")[0].verdict == "fail"
        await app.push_screen(Interviews())
        await until(pilot, lambda: app.screen.query(ListRows))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReportScreen))
        assert app.screen.report == report
        app.screen.query_one("#items").focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Review))
        await pilot.press("escape", "down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Attempt))


async def test_after_leaving_it_goes_on_where_it_was(app, new_app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(app, pilot)
        await pilot.press("b")
        await until(pilot, lambda: screen.item.kind == OPEN)
        await pilot.press(*"half")
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("y")
        await until(pilot, lambda: app.screen is not screen and not isinstance(app.screen, Confirm))
    async with new_app().run_test(size=(80, 24)) as pilot:
        await pilot.app.push_screen(Interviews())
        await until(pilot, lambda: pilot.app.screen.query(ListRows))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, InterviewScreen) and pilot.app.screen.query(TextArea))
        assert pilot.app.screen.query_one(TextArea).text == "half"
        assert pilot.app.screen.item.place == 1
        assert pilot.app.screen.interview.clock.run.pauses == 1


async def test_when_the_time_is_up_it_ends_even_in_the_editor(app, home):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(app, pilot, FOUR[2:])
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Editor))
        await pilot.press(*"#right")
        with app.desk.store._write() as db:
            db.execute("UPDATE clocks SET spent = 1201")
        screen.interview.clock.beat()
        await until(pilot, lambda: isinstance(app.screen, ReportScreen))
        report = app.screen.report
        assert report.outcome == "time" and [a.state for a in report.items] == ["cut", "waiting"]
        assert report.items[0].right and report.of == 5
        assert (home / "practice/interview-1/softmax.py").read_text().startswith("#right")


async def test_a_second_window_is_told_that_it_runs(app, new_app):
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(app, pilot)
        other = new_app()
        async with other.run_test(size=(80, 24)) as second:
            await other.push_screen(InterviewScreen(1))
            await until(second, lambda: isinstance(other.screen, Problem))
            assert "another window" in other.screen.message


async def test_passing_on_and_ending_early_ask_first(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(app, pilot)
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("n")
        assert screen.item.place == 0
        await pilot.press("ctrl+g")
        await pilot.pause()
        await pilot.press("y")
        await until(pilot, lambda: screen.item.place == 1)
        await pilot.press("f9")
        await pilot.pause()
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, InterviewEnd) and app.screen.item)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReportScreen))
        assert (app.screen.report.points, app.screen.report.of, app.screen.report.outcome) == (0, 4, "left")


async def test_a_drill_that_can_not_be_judged_is_said_and_does_not_count(app, grader):
    from quizprep.errors import UngradedError

    grader.error = UngradedError("torch is not installed")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(app, pilot, FOUR[2:3])
        screen._file(screen.item).write_text("right")
        await pilot.press("ctrl+n")
        await pilot.pause()
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Problem))
        assert app.screen.message == "torch is not installed"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReportScreen))
        report = app.screen.report
        assert not any(isinstance(s, InterviewEnd) for s in app.screen_stack)
        assert report.of == 0 and report.items[0].verdict == "ungraded"


def kept_report():
    """A report as it would be kept."""
    text = {"en": "Which [bold]one[/bold] is `right`?", "zh": "哪一个？"}
    item = {"kind": "question", "name": "world.choice", "topic": "world", "version": 1, "seed": 3, "par": 60.0}
    rows = [
        item | {"place": 0, "title": text, "seconds": 30.0, "state": "given", "of": 1.0, "points": 1.0, "right": True},
        item | {"place": 1, "title": text, "seconds": 90.0, "state": "given", "of": 1.0, "given": 0},
        item | {"place": 2, "title": text, "seconds": 200.0, "state": "given", "of": 3.0, "points": 2.0, "kind": "open", "given": [0, 1]},
        item | {"place": 3, "title": text, "seconds": 400.0, "state": "cut", "of": 5.0, "kind": "drill", "verdict": "fail", "passed": 3, "total": 5},
        item | {"place": 4, "title": text, "seconds": 0.0, "state": "waiting", "of": 0.0},
    ]  # fmt: skip
    score = {"topic": "world", "title": {"en": "World", "zh": "世界"}, "points": 3.0, "of": 10.0, "seconds": 720.0, "par": 480.0}
    mistake = {"mistake": "no-max-shift", "title": {"en": "No max shift"}, "explanation": {"en": "`exp` overflows."}}
    links = [
        {"kind": "drill", "name": "softmax", "topic": "world", "title": {"en": "Softmax"}, "why": "failed"},
        {"kind": "question", "name": "world.choice", "topic": "world", "title": text, "why": "wrong"},
    ]
    return {
        "id": 3, "started": "2026-03-10T12:00:00+00:00", "minutes": 45, "level": 2, "topics": [], "outcome": "time",
        "seconds": 2700.0, "pauses": 1, "points": 3.0, "of": 10.0, "by_topic": [score], "items": rows,
        "mistakes": [mistake], "practise": links,
    }  # fmt: skip


async def test_what_is_proposed_opens_at_once(app):
    from datetime import UTC, datetime

    from quizprep.progress.interviews import InterviewRow
    from quizprep.tui.screens.drill import DrillScreen
    from quizprep.tui.screens.question import QuestionScreen

    when = datetime(2026, 3, 10, 12, tzinfo=UTC)
    row = InterviewRow(
        id=3, started=when, session="s", minutes=45, level=2, topics=[], seed=1, asked=when, ended=when,
        outcome="time", report=kept_report(),
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(ReportScreen(row))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DrillScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReportScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert app.screen.rendered.id == "world.choice"
