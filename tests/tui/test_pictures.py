"""Pictures of the main screens, at 80x24 and 120x40. `pytest --snapshot-update` takes them anew."""

from __future__ import annotations

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
        await pilot.pause(0.2)

    assert snap_compare(app, terminal_size=size, run_before=ready)
