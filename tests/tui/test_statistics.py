"""The statistics screen: figures in panels, by week or by day, in both languages."""

from __future__ import annotations

import pytest

from quizprep import i18n
from quizprep.quiz import answers
from quizprep.tui.screens.statistics import Statistics
from quizprep.tui.widgets.said import Panel
from tests.tui.conftest import asked, until


async def opened(app, pilot) -> Statistics:
    await pilot.press("s")
    await until(pilot, lambda: isinstance(app.screen, Statistics) and app.screen.figures and app.screen.query(Panel))
    return app.screen


def words(screen) -> str:
    return "\n".join(w._say().plain for w in screen.query("#page Said"))


def give(app, name, value, *, session="s"):
    rendered = asked(name)
    app.desk.store.record_answer(rendered, value, answers.grade(rendered, value), seconds=5.0, session=session)


async def test_nobody_sees_no_empty_plots(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        assert len(screen.query(Panel)) == 2 and "0 of 0 right at the first try" in words(screen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_figures_are_told_and_few_answers_have_no_share(app, size):
    async with app.run_test(size=size) as pilot:
        for n in range(6):
            give(app, "number", 3.5 if n else 1.0, session=str(n))
        give(app, "choice", 0)
        screen = await opened(app, pilot)
        told = words(screen)
        assert "5 of 7 right at the first try" in told and "71 %" in told
        assert "83 %" in told and "44–97 %" in told  # the type with six answers
        assert "too few answers for a share" in told  # the type with one
        assert "It comes first, but that is all." in told  # why the option that was picked is wrong


async def test_weeks_and_days_and_the_other_language(app):
    async with app.run_test(size=(80, 24)) as pilot:
        give(app, "number", 3.5)
        screen = await opened(app, pilot)
        titles = [str(p.border_title) for p in screen.query(Panel)]
        assert any("by week" in t for t in titles)
        await pilot.press("w")
        await pilot.pause()
        assert any("by day" in str(p.border_title) for p in screen.query(Panel))
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert i18n.language() == "zh" and "首次作答正确" in words(screen)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is not screen


async def test_a_page_scrolls_by_keys(app):
    async with app.run_test(size=(80, 24)) as pilot:
        for n in range(6):
            give(app, "number", 3.5, session=str(n))
        screen = await opened(app, pilot)
        await pilot.press("pagedown")
        await pilot.pause()
        assert screen.query_one("#page").scroll_offset.y > 0
        await pilot.press("pageup")
        await pilot.pause()
        assert screen.query_one("#page").scroll_offset.y == 0
