"""The app as a whole: home, history after a restart, small terminals, broken data, help."""

from __future__ import annotations

import pytest

from quizprep.errors import UsageError
from quizprep.tui.screens.dialogs import Problem
from quizprep.tui.screens.help import Help
from quizprep.tui.screens.history import History
from quizprep.tui.screens.home import Home
from quizprep.tui.screens.interview_setup import InterviewSetup
from quizprep.tui.screens.question import QuestionScreen
from quizprep.tui.screens.review import Review
from quizprep.tui.screens.setup import Setup
from quizprep.tui.screens.too_small import TooSmall
from quizprep.tui.widgets.rows import Row
from quizprep.tui.widgets.said import Said
from tests.tui.conftest import ask, until


async def test_from_home_to_the_first_question_by_keyboard(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.known)
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("backspace", "backspace", "0", "enter")
        await pilot.pause()
        assert type(app.screen).__name__ == "Setup"
        await pilot.press("backspace", "3", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert len(app.screen.sitting.questions) == 3


async def test_home_counts_what_was_answered(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(app, pilot, "choice")
        await pilot.press("b", "enter", "escape")
        await pilot.pause()
        home = app.screen
        assert isinstance(home, Home)
        await until(pilot, lambda: home.total.answered)
        assert (home.total.questions, home.total.answered, home.total.right) == (10, 1, 1)
        assert "1 answered" in home._statistics().plain


async def test_history_after_a_restart_shows_the_same_variant_again(new_app):
    async with new_app().run_test(size=(80, 24)) as pilot:
        await ask(pilot.app, pilot, "match")
        await pilot.press("a", "b", "c", "enter")
        await pilot.pause()
    async with new_app().run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await until(pilot, lambda: app.screen.known)
        await pilot.press("h")
        await until(pilot, lambda: app.screen.query(Row))
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Review)
        assert app.screen.box.raw == [0, 1, 2]
        assert app.screen.rendered.seed == 3
        await pilot.press("ctrl+l", "escape")
        await pilot.pause()
        assert isinstance(app.screen, History)


async def test_a_small_terminal_is_told_and_the_question_comes_back(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "number")
        await pilot.press("3", ".")
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        assert "60×20" in app.screen._say().plain
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.screen is screen
        assert screen.query_one("#typed").value == "3."


async def test_a_broken_database_is_said_once_and_the_quiz_goes_on(app, home):
    (home / "data").mkdir()
    (home / "data" / "progress.db").write_bytes(b"this is no database at all" * 100)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Problem))
        assert "progress.db" in app.screen.message
        await pilot.press("escape")
        screen = await ask(app, pilot, "choice")
        await pilot.press("b")
        await pilot.pause()
        assert screen.sitting.answered[0].saved is False
        assert "could not be saved" in screen.query_one(".why")._say().plain
        await pilot.press("enter", "escape", "h")
        await until(pilot, lambda: isinstance(app.screen, Problem))


async def test_help_lists_the_keys_of_the_screen(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(app, pilot, "order")
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, Help)
        assert "order.up" in app.screen._keys
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, QuestionScreen)


@pytest.mark.parametrize("opened", ["setup", "home", "interview"])
async def test_where_nothing_can_be_chosen_that_is_said_and_the_work_is_over(app, monkeypatch, opened):
    """No line says for ever that something is being chosen, and it can be tried again."""

    def nothing(*_args, **_more):
        raise UsageError("nothing to ask")

    for name in ("plan", "today"):
        monkeypatch.setattr(app.desk, name, nothing)
    monkeypatch.setattr("quizprep.quiz.interview.plan", nothing)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home) and app.screen.known)
        if opened != "home":
            await app.push_screen(Setup(None) if opened == "setup" else InterviewSetup())
            await pilot.pause()
        for _again in range(2):
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Problem))
            await pilot.press("escape")
            await until(pilot, lambda: not isinstance(app.screen, Problem))
            await pilot.pause()
            shown = {"setup": "#wrong", "home": "#statistics", "interview": "#hint"}[opened]
            line = app.screen.query_one(shown, Said)
            assert "…" not in "".join(line.render_line(y).text for y in range(line.size.height))
