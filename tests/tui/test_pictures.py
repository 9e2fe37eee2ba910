"""Pictures of the main screens, at 80x24 and 120x40. `pytest --snapshot-update` takes them anew."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizprep import i18n
from quizprep.tui.screens.drill import DrillScreen
from quizprep.tui.widgets.report import ReportView
from tests.tui.conftest import ask, until

SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
def test_home(app, snap_compare, size):
    async def ready(pilot):
        await until(pilot, lambda: pilot.app.screen.known)
        await pilot.press("down")

    assert snap_compare(app, terminal_size=size, run_before=ready)


@pytest.mark.parametrize("size", SIZES)
def test_a_wrong_choice(app, snap_compare, size):
    async def ready(pilot):
        await ask(pilot.app, pilot, "choice", "number")
        await pilot.press("a")
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=ready)


def test_a_question_in_chinese(app, snap_compare):
    async def ready(pilot):
        i18n.choose("zh")
        await ask(pilot.app, pilot, "choice", "number")

    assert snap_compare(app, terminal_size=(80, 24), run_before=ready)


@pytest.mark.parametrize("name", ["match", "line"])
def test_a_question(app, snap_compare, name):
    async def ready(pilot):
        await ask(pilot.app, pilot, name, "number")

    assert snap_compare(app, terminal_size=(80, 24), run_before=ready)


@pytest.mark.parametrize("size", SIZES)
def test_a_report(app, snap_compare, size, monkeypatch):
    async def ready(pilot):
        screen = DrillScreen(pilot.app.desk.library.drill("softmax"))
        await pilot.app.push_screen(screen)
        await pilot.press("s", "c")
        await until(pilot, lambda: screen.query(ReportView))

    assert snap_compare(app, terminal_size=size, run_before=ready)


@pytest.mark.parametrize("size", SIZES)
def test_a_drill_against_the_clock(app, snap_compare, size, monkeypatch):
    from quizprep.progress.clocks import Clock

    monkeypatch.setattr(Clock, "seconds", property(lambda self: 95.0))

    async def ready(pilot):
        screen = DrillScreen(pilot.app.desk.library.drill("softmax"))
        screen.file = Path("practice/softmax.py")
        await pilot.app.push_screen(screen)
        await pilot.press("t", "h")
        await until(pilot, lambda: screen.clock.hints_shown() == 1)
        screen.clock.tick()

    assert snap_compare(app, terminal_size=size, run_before=ready)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", [0, 1])
def test_an_interview(app, snap_compare, size, place, monkeypatch):
    from quizprep.progress.clocks import Clock
    from tests.tui.test_interview import FOUR, begin

    monkeypatch.setattr(Clock, "seconds", property(lambda self: 95.0))

    async def ready(pilot):
        await begin(pilot.app, pilot, FOUR[place:])
        if place:
            await pilot.press(*"the shift", "ctrl+n")

    assert snap_compare(app, terminal_size=size, run_before=ready)


@pytest.mark.parametrize("size", SIZES)
def test_a_report_on_an_interview(app, snap_compare, size):
    from quizprep.progress.interviews import InterviewRow
    from quizprep.tui.screens.interview_report import ReportScreen
    from tests.tui.test_interview import kept_report

    async def ready(pilot):
        when = datetime(2026, 3, 10, 12, tzinfo=UTC).astimezone()
        row = InterviewRow(
            id=3, started=when.replace(tzinfo=None), session="s", minutes=45, level=2, topics=[], seed=1, asked=when,
            ended=when, outcome="time", report=kept_report(),
        )  # fmt: skip
        await pilot.app.push_screen(ReportScreen(row))
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=ready)
