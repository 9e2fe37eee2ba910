"""What is typed faster than the app can follow does what it would do typed slowly."""

from __future__ import annotations

from time import monotonic

import pytest
from textual import events
from textual.widgets import Input, TextArea

from quizprep.tui.screens.dialogs import Confirm
from quizprep.tui.screens.drills import Drills, ListRows
from quizprep.tui.screens.editor import Editor
from quizprep.tui.screens.find import Find
from quizprep.tui.screens.home import Home
from quizprep.tui.screens.setup import Setup
from quizprep.tui.typeahead import PATIENCE
from tests.tui.conftest import ask, until


def at_once(app, *keys):
    """All of these before the app can look at one, as a terminal gives them that was waited for."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


def typed(app):
    """What stands in the first field of the screen."""
    return next((field.value for field in app.screen.query(Input)), "")


async def at_home(app, pilot):
    await until(pilot, lambda: isinstance(app.screen, Home) and app.screen.known)


async def test_a_backspace_takes_away_what_was_typed_before_it_not_what_came_after(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_home(app, pilot)
        await app.push_screen(Setup(None))
        await until(pilot, lambda: isinstance(app.focused, Input))
        at_once(app, "backspace", "backspace", "4", "0")
        await until(pilot, lambda: typed(app) == "40")


async def test_the_letters_after_the_slash_go_into_the_search(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_home(app, pilot)
        await app.push_screen(Drills())
        await until(pilot, lambda: isinstance(app.focused, ListRows))
        at_once(app, "slash", *"soft")
        await until(pilot, lambda: typed(app) == "soft")


@pytest.mark.parametrize("opened", [("slash", Find), ("d", Drills)])
async def test_what_is_typed_while_a_screen_opens_is_for_that_screen(app, opened):
    key, screen = opened
    async with app.run_test(size=(80, 24)) as pilot:
        await at_home(app, pilot)
        at_once(app, key, *(["slash"] if screen is Drills else []), *"soft")
        await until(pilot, lambda: isinstance(app.screen, screen) and typed(app) == "soft")


async def test_the_number_of_questions_is_typed_before_its_dialog_is_there(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_home(app, pilot)
        at_once(app, "j", "enter", "7")
        await until(pilot, lambda: isinstance(app.screen, Setup) and typed(app) == "7")


async def test_correcting_oneself_in_the_built_in_editor(app, tmp_path):
    file = tmp_path / "x.py"
    file.touch()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Editor(file, ""))
        await until(pilot, lambda: isinstance(app.focused, TextArea))
        at_once(app, "a", "b", "backspace", "c", "left", "d")
        await until(pilot, lambda: len(app.screen.query_one(TextArea).text) == 3)
        assert app.screen.query_one(TextArea).text == "adc"


async def test_the_answer_its_rating_and_the_next_question_in_one_go(app):
    """The four goes to the rating, not into the field of the answer, and the text into the next question's field."""
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "number", "text")
        at_once(app, *"3.5", "enter", "4", "enter", *"equi")
        await until(pilot, lambda: screen.rendered.id == "world.text" and typed(app) == "equi")
        assert screen.sitting.answered[0].answer == 3.5
        (review,) = app.desk.store.cards.reviews()
        assert review.rating == 4


async def test_keys_are_heard_after_the_screen_they_went_to_is_gone(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_home(app, pilot)
        await app.push_screen(Confirm(lambda: "?", lambda: "yes", lambda: "no"))
        at_once(app, "n", "j", "j")
        await until(pilot, lambda: isinstance(app.screen, Home) and app.screen._place() == 2)


async def test_a_paste_waits_for_its_turn(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_home(app, pilot)
        app.post_message(events.Key("slash", "/"))
        app.post_message(events.Paste("softmax"))
        app.post_message(events.Key("backspace", None))
        await until(pilot, lambda: isinstance(app.screen, Find) and typed(app) == "softma")


async def test_a_key_that_got_lost_on_its_way_does_not_silence_the_others(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_home(app, pilot)
        await app.push_screen(Setup(None))
        await until(pilot, lambda: isinstance(app.focused, Input))
        app._under_way, app._since = True, monotonic()  # as if its screen had gone with it
        at_once(app, "backspace", "backspace", "4")
        await pilot.pause(0.1)
        assert typed(app) == "10"
        app._since -= PATIENCE
        at_once(app, "0")
        await until(pilot, lambda: typed(app) == "40")
