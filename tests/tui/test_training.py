"""A training task on the screen, with a fake grader: live curves, cancel, what is kept, two runs over each other."""

from __future__ import annotations

import dataclasses
import math

import msgspec
import pytest

from quizprep import i18n, practice
from quizprep.content.model import Text
from quizprep.grading.curve import MOST_POINTS, Curve, Curves
from quizprep.grading.report import CheckResult, Diagnosis, Measured, Printed, Progress, Report
from quizprep.tui.screens.drill import DrillScreen
from quizprep.tui.screens.runs import RunRows, Runs
from quizprep.tui.widgets.report import ReportView
from quizprep.tui.widgets.training import TrainingRun, picture, thin
from tests.tui.conftest import FakeGrader, until
from tests.tui.test_drill import said

SIZES = [(80, 24), (120, 40)]


def entry(step: int, total: int | None = 200, **values: float) -> Progress:
    return Progress(check="test_values", step=step, total=total, values=values)


def training(slope: float = 40.0) -> list[Progress]:
    """Two hundred steps of a run that goes well."""
    return [
        entry(s, loss=0.2 + 2.1 * math.exp(-s / slope), accuracy=0.95 - 0.85 * math.exp(-s / slope))
        for s in range(0, 201, 2)
    ]


class FakeTrainer(FakeGrader):
    """Tells `news` at once, waits for `go`, then passes a source that holds ``right`` and skips what needs a GPU."""

    def __init__(self) -> None:
        super().__init__()
        self.news: list[Progress | Printed] = [Printed("begin\n"), *training(), Printed("now [bold]\x1b[2J\n")]

    def device(self, drill) -> str:
        return "cpu"

    def close(self) -> None:
        self.cancel()

    def check(self, drill, source: bytes, *, seed=None, on_check=None, on_news=None) -> Report:
        for one in self.news:
            on_news(one)
        report = super().check(drill, source, seed=seed, on_check=on_check)
        right = report.verdict == "pass"
        first, *others, last = report.checks
        first = msgspec.structs.replace(
            first, outcome="pass" if right else "fail", message="" if right else "accuracy on 2000 new samples: 80.0%",
            measured=Measured(what="accuracy", value=0.943 if right else 0.8, at_least=0.9, n=2000),
        )  # fmt: skip
        others = [CheckResult(name=c.name, title=c.title, outcome="pass") for c in others] if right else others
        gpu = msgspec.structs.replace(last, outcome="skipped", cause="gpu", message="needs a GPU; not run", input="")
        stopped = Diagnosis(
            mistake="run.nan-loss", title=Text("the loss is nan"), explanation=Text("x"), confidence=1.0
        )
        return msgspec.structs.replace(report, checks=[first, *others, gpu], diagnosis=None if right else stopped)


@pytest.fixture
def grader() -> FakeTrainer:
    return FakeTrainer()


@pytest.fixture
def task(app):
    """The world's drill, as a training task."""
    drill = app.desk.library.drill("softmax")
    return dataclasses.replace(drill, info=msgspec.structs.replace(drill.info, kind="training"))


async def open_task(app, pilot, task, source: str = "# right\n") -> DrillScreen:
    file = practice.submission_file(task)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source)
    screen = DrillScreen(task)
    await app.push_screen(screen)
    await until(pilot, lambda: screen._device)
    return screen


async def check(screen, pilot) -> None:
    """Judge, and wait for the report."""
    await pilot.press("c")
    await until(pilot, lambda: screen.judging is None and screen.query(ReportView))


async def watch_run(screen, pilot, grader) -> TrainingRun:
    """Begin a run that waits before its end."""
    grader.go.clear()
    await pilot.press("c")
    await until(pilot, lambda: screen.query(TrainingRun) and screen.query_one(TrainingRun).ended)
    run = screen.query_one(TrainingRun)
    await until(pilot, lambda: not run._changed)  # all is drawn
    return run


@pytest.mark.parametrize("size", SIZES)
async def test_the_device_is_told_before_and_the_run_is_drawn_while_it_goes(app, grader, task, size):
    async with app.run_test(size=size) as pilot:
        screen = await open_task(app, pilot, task)
        assert "on the CPU" in said(screen, "#head")
        await watch_run(screen, pilot, grader)
        assert "100%" in said(screen, "#progress") and "0 s left" in said(screen, "#progress")
        assert "step 200 of 200" in said(screen, "#numbers") and "loss 0.2141" in said(screen, "#numbers")
        drawn = said(screen, "#curves")
        assert "loss" in drawn and "accuracy" in drawn and any("\u2800" < c <= "\u28ff" for c in drawn)
        printed = said(screen, "#printing Said")
        assert "begin" in printed and "[bold]" in printed and "\x1b" not in printed
        await pilot.press("c")
        await until(pilot, lambda: screen.judging is None)
        assert app.desk.store.runs("softmax") == [], "a cancelled run is not kept"


async def test_a_verdict_without_a_gpu_says_so_and_the_run_is_kept(app, task):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_task(app, pilot, task)
        await check(screen, pilot)
        words = said(screen, "ReportView Said")
        titles = [str(p.border_title) for p in screen.query(".checks")]
        assert titles == ["✓ Passed on the CPU; 1 GPU check not run"]
        assert "accuracy 94.3 %, on 2000 samples (at least 90.0 %)" in words and "needs a GPU; not run" in words
        [run] = app.desk.store.runs("softmax")
        assert (run.submission, run.device, run.verdict) == (1, "cpu", "pass")
        assert Curves.from_json(run.curves).of["test_values"].points("loss")[-1][0] == 200


async def test_what_stopped_a_run_is_headed_as_that(app, task):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_task(app, pilot, task, "# wrong\n")
        await check(screen, pilot)
        assert str(screen.query_one(".diagnosis").border_title) == "What stopped it"


async def two_runs(app, pilot, grader, task) -> Runs:
    screen = await open_task(app, pilot, task)
    await check(screen, pilot)
    grader.news = training(slope=90.0)
    await check(screen, pilot)
    await pilot.press("o")
    await until(pilot, lambda: isinstance(app.screen, Runs) and app.screen.query(RunRows))
    await pilot.pause()
    return app.screen


async def test_two_runs_lie_over_each_other_and_can_be_chosen(app, grader, task):
    async with app.run_test(size=(80, 24)) as pilot:
        runs = await two_runs(app, pilot, grader, task)
        over = said(runs, "#overlay")
        assert "* run 2" in over and "o run 1" in over
        await pilot.press("tab")
        assert str(runs.query_one("#over").border_title) == "accuracy" and "1.0 ┤" in said(runs, "#overlay")
        await pilot.press("enter", "up")
        over = said(runs, "#overlay")
        assert "* run 1" in over and "o run 2" in over
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)


async def test_there_may_be_no_run_or_nothing_logged(app, grader, task):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_task(app, pilot, task)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, Runs))
        assert "Nothing was trained yet" in said(app.screen)
        await pilot.press("escape")
        await pilot.pause()
        grader.news = []
        await check(screen, pilot)
        assert app.desk.store.runs("softmax") == []


async def test_curves_are_for_training_tasks_only(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = DrillScreen(app.desk.library.drill("softmax"))
        await app.push_screen(screen)
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        assert app.screen is screen and screen._device == ""


# ---------------------------------------------------------------- the curve


@pytest.mark.parametrize("width", [20, 40, 74, 120])
@pytest.mark.parametrize("value", [0.0, 1.0, -3.0, 1e30, math.nan, math.inf])
def test_any_curve_can_be_drawn_within_its_width(width, value):
    curve = Curve()
    for step in (0, 5, 5, 3, 9):
        curve.add(entry(step, total=None, loss=value, other=1.0))
    assert all(len(line) <= max(width, 24) for line in picture(curve, width).splitlines())


def test_a_curve_stays_small_and_keeps_its_last_point():
    curve = Curve()
    for step in range(5 * MOST_POINTS):
        curve.add(entry(step, loss=float(step)))
    points = curve.points("loss")
    assert len(points) <= MOST_POINTS and points[0] == (0.0, 0.0) and points[-1][0] == 5 * MOST_POINTS - 1
    assert thin(points)[-1] == points[-1]


def test_the_time_left_follows_from_the_speed_so_far():
    now = [0.0]
    curve = Curve(clock=lambda: now[0])
    assert curve.seconds_left() is None and curve.share is None
    curve.add(entry(0, total=100))
    assert curve.seconds_left() is None
    now[0] = 10.0
    curve.add(entry(25, total=100))
    assert curve.share == 0.25 and curve.seconds_left() == pytest.approx(30.0)


def test_what_is_not_finite_survives_the_database(app, task):
    curves = Curves()
    curves.add(entry(1, loss=math.nan, accuracy=0.5))
    report = Report(drill="softmax", verdict="pass", seconds=1.0, seed=1)
    number = app.desk.store.record_submission(task, b"x", report)
    app.desk.store.record_run(number, "cpu", curves.as_json(), 1.0)
    [run] = app.desk.store.runs("softmax")
    assert math.isnan(Curves.from_json(run.curves).of["test_values"].points("loss")[0][1])


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize("size", SIZES)
def test_a_run_under_way(app, grader, task, snap_compare, size, monkeypatch):
    monkeypatch.setattr(
        "quizprep.tui.widgets.training.TrainingRun._progress", lambda self: "  ━━━━━━━━━━━━━━━━━━━━ 100%  0 s left"
    )

    async def ready(pilot):
        screen = await open_task(pilot.app, pilot, task)
        await watch_run(screen, pilot, grader)

    assert snap_compare(app, terminal_size=size, run_before=ready)


@pytest.mark.parametrize("size", SIZES)
def test_two_runs(app, grader, task, snap_compare, size, monkeypatch):
    monkeypatch.setattr("quizprep.tui.screens.runs.clock", lambda when: "2026-01-01 12:00")

    async def ready(pilot):
        await two_runs(pilot.app, pilot, grader, task)

    assert snap_compare(app, terminal_size=size, run_before=ready)


def test_a_verdict_in_chinese(app, task, snap_compare):
    async def ready(pilot):
        i18n.choose("zh")
        screen = await open_task(pilot.app, pilot, task)
        await check(screen, pilot)

    assert snap_compare(app, terminal_size=(80, 24), run_before=ready)
