"""Every type of question, answered by keyboard: right, wrong, unreadable."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from textual.widgets import TextArea

from quizprep import i18n
from quizprep.content.model import Text
from quizprep.quiz.sitting import Sitting
from quizprep.tui.screens.dialogs import Confirm
from quizprep.tui.screens.question import Page, QuestionScreen
from quizprep.tui.screens.remark import Remark
from quizprep.tui.screens.summary import Summary
from quizprep.tui.widgets.asked import Verdict
from quizprep.tui.widgets.rows import Row
from quizprep.tui.widgets.said import Panel, Said
from tests.tui.conftest import ask, asked, until

LETTERS = "abcdef"


def keys_for_match(right: bool) -> list[str]:
    key = asked("match").key
    given = key if right else key[::-1]
    return [*(LETTERS[place] for place in given), "enter"]


def keys_for_order(right: bool) -> list[str]:
    """Bubble each line up to its place."""
    if not right:
        return ["enter"]
    key, now, keys = list(asked("order").key), list(range(4)), []
    for place, wanted in enumerate(key):
        at = now.index(wanted)
        keys += ["home", *["down"] * at, *["shift+up"] * (at - place)]
        now.insert(place, now.pop(at))
    return [*keys, "enter"]


RIGHT = {
    "choice": ["b"],
    "choices": ["a", "c", "enter"],
    "number": [*"3.5", "enter"],
    "shape": [*"64x112x112", "enter"],
    "text": [*"Equivariance", "enter"],
    "cloze": [*"max", "enter", "m", "enter"],
    "order": keys_for_order(True),
    "match": keys_for_match(True),
    "line": ["down", "down", "down", "enter"],
    "open": ["h", "i", "ctrl+r", "space", "down", "space", "enter"],
}
WRONG = {
    "choice": (["down", "up", "enter"], "It comes first, but that is all."),
    "choices": (["space", "down", "space", "enter"], "3 = 2 + 1."),
    "number": (["3", "enter"], "You rounded down."),
    "shape": ([*"64,112", "enter"], "the shape has 3"),
    "text": ([*"invariance", "enter"], "That ignores the shift."),
    "cloze": ([*"min", "tab", "m", "enter"], "The minimum."),
    "order": (keys_for_order(False), ""),
    "match": (keys_for_match(False), ""),
    "line": (["enter"], ""),
    "open": (["ctrl+r", "enter"], "shift invariance"),
}
UNREADABLE = {
    "choices": ["enter"],
    "number": [*"six", "enter"],
    "shape": [*"64 by", "enter"],
    "text": ["enter"],
    "cloze": ["enter", "enter"],
    "match": ["enter"],
}


def words(screen: QuestionScreen) -> str:
    """All that the verdict says."""
    return "\n".join(
        str(w.render()) if not hasattr(w, "_say") else w._say().plain for w in screen.query("Verdict Said")
    )


@pytest.mark.parametrize("name", RIGHT)
async def test_right_answer(app, name):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, name)
        await pilot.press(*RIGHT[name])
        await pilot.pause()
        assert [a.result.correct for a in screen.sitting.answered] == [True]
        assert screen.query_one("Verdict Panel", Panel).border_title.startswith("✓")
        assert app.desk.store.answers()[0].question == f"world.{name}"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Summary)


@pytest.mark.parametrize("name", WRONG)
async def test_wrong_answer_says_why(app, name):
    keys, why = WRONG[name]
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, name)
        await pilot.press(*keys)
        await pilot.pause()
        assert [a.result.correct for a in screen.sitting.answered] == [False]
        assert screen.query_one("Verdict Panel", Panel).border_title.startswith("✗")
        assert why in words(screen)
        assert screen.rendered.question.explanation.en in words(screen)
        assert screen.rendered.question.sources[0] in words(screen)


@pytest.mark.parametrize("name", UNREADABLE)
async def test_unreadable_answer_costs_nothing(app, name):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, name)
        await pilot.press(*UNREADABLE[name])
        await pilot.pause()
        assert screen.sitting.answered == []
        assert screen._hint().plain.startswith("! ")
        assert app.desk.store.answers() == []
        assert not screen.query(Verdict)


async def test_choice_by_mouse(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "choice")
        await pilot.click(list(screen.query(Row))[1])
        await pilot.pause()
        assert [a.result.correct for a in screen.sitting.answered] == [True]


async def test_choices_by_mouse(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "choices")
        rows = list(screen.query(Row))
        await pilot.click(rows[0])
        await pilot.click(rows[2])
        await pilot.press("enter")
        await pilot.pause()
        assert [a.result.correct for a in screen.sitting.answered] == [True]


async def test_language_switch_keeps_what_was_typed(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "number")
        await pilot.press(*"3.", "ctrl+l")
        await pilot.pause()
        assert i18n.language() == "zh"
        assert screen.query_one("#typed").value == "3."
        assert "是多少" in screen.query_one(".prompt")._say().plain
        await pilot.press("5", "enter")
        await pilot.pause()
        assert [a.answer for a in screen.sitting.answered] == [3.5]
        assert screen.query_one("Verdict Panel", Panel).border_title.startswith("✓")


async def test_two_questions_then_the_summary_and_a_look_back(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "choice", "number")
        await pilot.press("a")
        await pilot.press("enter")
        await pilot.pause()
        assert screen.rendered.id == "world.number"
        await pilot.press(*"3.5", "enter", "enter")
        await pilot.pause()
        assert (screen.rendered.id, screen.again) == ("world.choice", True)
        await pilot.press(LETTERS[screen.rendered.key[0]], "enter")
        await pilot.pause()
        assert isinstance(app.screen, Summary)
        assert app.screen.sitting.right == 1
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.rendered.id == "world.choice"
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.screen.id == "_default" or type(app.screen).__name__ == "Home"


async def test_escape_asks_and_answers_stay_recorded(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "choice", "number")
        await pilot.press("b", "enter", "escape")
        await pilot.pause()
        assert type(app.screen).__name__ == "Confirm"
        await pilot.press("n")
        await pilot.pause()
        assert app.screen is screen
        await pilot.press("escape", "y")
        await pilot.pause()
        assert type(app.screen).__name__ == "Home"
        assert len(app.desk.store.answers()) == 1


async def test_a_note_that_was_begun_is_not_left_without_asking(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(app, pilot, "choice")
        await pilot.press("b", "n")
        await until(pilot, lambda: isinstance(app.screen, Remark))
        remark = app.screen
        await pilot.press(*"words", "escape")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("n")
        await until(pilot, lambda: app.screen is remark)
        assert remark.query_one(TextArea).text == "words"
        await pilot.press("escape", "y")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert not app.desk.store.cards.note("world.choice")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Remark))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))


async def test_brackets_of_the_content_are_shown_as_they_stand(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "choice")
        assert "[bold]one[/bold]" in screen.query_one(".prompt")._say().plain
        assert "[/]" in list(screen.query(Row))[2]._say().content.plain


async def test_a_long_question_is_read_from_its_beginning(app):
    """Its options lie below the window, and the hint says how to get there."""
    known, words = asked("choice"), "\n\n".join(f"Line {n}." for n in range(20))
    long = replace(known, question=msgspec.structs.replace(known.question, prompt=Text(words, words)))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = QuestionScreen(Sitting([long], id="sitting"))
        await app.push_screen(screen)
        page, hint = screen.query_one(Page), screen.query_one("#hint", Said)
        await until(pilot, lambda: page.max_scroll_y > 0)
        await until(pilot, lambda: "PgDn" in hint.visual.content.plain)
        assert page.scroll_y == 0
        await pilot.press("pagedown", "pagedown", "pagedown")
        await until(pilot, lambda: page.scroll_y == page.max_scroll_y and "PgDn" not in hint.visual.content.plain)
        await pilot.press("b")
        await until(pilot, lambda: screen.query(Verdict))


async def test_points_that_are_not_on_the_screen_are_not_ticked_blindly(app):
    """A long model answer pushes them below the window: the first key brings them there, the second ticks."""
    rendered = asked("open")
    model = Text(*["\n\n".join([text] * 12) for text in (rendered.question.model.en, rendered.question.model.zh)])
    long = replace(rendered, question=msgspec.structs.replace(rendered.question, model=model))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = QuestionScreen(Sitting([long], id="sitting"))
        await app.push_screen(screen)
        await pilot.pause()
        await pilot.press("ctrl+r")
        await pilot.pause()
        await pilot.press("space")
        await pilot.pause()
        assert not screen.box.rows.met and screen.find_widget(screen.box.rows.query(Row)[0]).visible_region
        await pilot.press("space", "enter")
        await pilot.pause()
        assert [a.answer for a in screen.sitting.answered] == [[0]]


async def test_page_keys_scroll_the_page_where_there_are_few_options(app):
    rendered = asked("choice")
    prompt = Text("\n\n".join(["A long question."] * 15), "问")
    long = replace(rendered, question=msgspec.structs.replace(rendered.question, prompt=prompt))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = QuestionScreen(Sitting([long], id="sitting"))
        await app.push_screen(screen)
        await until(pilot, lambda: "more below" in str(screen._hint()))
        await pilot.press("pagedown")
        await pilot.pause()
        assert screen.query_one(Page).scroll_y > 0 and screen.box.rows.cursor == 0


async def test_what_each_rating_means_is_said(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "choice", "number")
        await pilot.press("b")
        await pilot.pause()
        for key, says in [("1", "Again: not known. It comes again"), ("2", "Hard: known, with trouble"), ("3", "Good: known. Press enter"), ("4", "Easy: known at once.")]:
            await pilot.press(key)
            assert says in screen._hint().plain
            assert "\n" in screen._hint().plain and max(map(len, screen._hint().plain.split("\n"))) <= 76


async def test_no_answer_at_all_is_called_that(app):
    async with app.run_test(size=(80, 24)) as pilot:
        for name in ("choices", "number", "shape", "text", "match"):
            screen = await ask(app, pilot, name)
            await pilot.press("enter")
            await pilot.pause()
            assert "Nothing was answered. " in screen._hint().plain and not screen.sitting.answered


async def test_taking_back_before_an_answer_is_offered_where_there_is_something_to_take_back(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "number", "text")
        def offered():
            return {a.binding.id for a in screen.active_bindings.values()} & {"quiz.undo", "quiz.undo-before"}
        assert not offered()
        await pilot.press(*"3.5", "enter")
        assert offered() == {"quiz.undo"}
        await pilot.press("enter")
        assert offered() == {"quiz.undo-before"}
