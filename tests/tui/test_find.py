"""Finding while typing, looking at answers without being asked, and practising what was found."""

from __future__ import annotations

import shutil
import threading

import pytest

from quizprep import i18n, paths
from quizprep.content.library import Library
from quizprep.progress.search import Wanted, search
from quizprep.tui.screens import find
from quizprep.tui.screens.browse import Browse, KeptBack, Told
from quizprep.tui.screens.drill import DrillScreen
from quizprep.tui.screens.find import Find
from quizprep.tui.screens.question import QuestionScreen
from quizprep.tui.widgets.answers.base import AnswerBox
from tests.tui.conftest import WORLD, asked, until
from tests.unit.test_store import report


async def opened(app, pilot, words="", **filters) -> Find:
    screen = Find(Wanted(words, **filters))
    await app.push_screen(screen)
    await until(pilot, lambda: screen.found is not None and screen.query("#list > *"))
    return screen


def ids(screen):
    return [hit.entry.id for hit in screen.found.hits]


async def test_slash_opens_it_and_typing_finds(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, Find))
        screen = app.screen
        await until(pilot, lambda: screen.found is not None)
        everything = screen.found.total
        await pilot.press(*"softmax")
        await until(pilot, lambda: screen.found.total < everything)
        assert "softmax" in ids(screen) and screen.query_one("#words").value == "softmax"
        assert any(on for hit in screen.found.hits for _t, on in (*hit.snippet, *hit.marked.get("en", ())))


async def test_letters_that_are_keys_elsewhere_are_text_in_the_field(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await pilot.press(*"pq/")
        assert screen.query_one("#words").value == "pq/" and app.screen is screen


MISTAKE = """
[[mistake]]
name = "minus"
edit = [["right", "wrong"]]
caught_by = ["test_values"]
title = {en = "a wrong word", zh = "错字"}
explanation = {en = "It says wrong.", zh = "写错了。"}
"""


async def test_a_faulty_line_is_kept_back_until_its_drill_is_passed(app, tmp_path, monkeypatch):
    world = tmp_path / "world"
    shutil.copytree(WORLD, world)
    folder = world / "solutions/world/softmax"
    (folder / "reference.py").write_text('def softmax(x, axis=-1):\n    y = "right"\n    z = y\n    return z\n')
    (folder / "mistakes.toml").write_text(MISTAKE)
    monkeypatch.setattr(paths, "content_root", lambda: world)
    async with app.run_test(size=(80, 24)) as pilot:
        name = "world.line-softmax-minus"
        await app.push_screen(Browse([name]))
        await until(pilot, lambda: app.screen.query(KeptBack))
        assert not app.screen.query(Told) and not app.screen.query(AnswerBox)
        assert "Softmax, stable" in app.screen.query_one(KeptBack)._words().plain
        app.desk.store.record_submission(app.desk.library.drill("softmax"), b"", report("pass", 5, 5))
        await app.push_screen(Browse([name]))
        await until(pilot, lambda: app.screen.query(Told))
        assert not app.screen.query(KeptBack) and app.screen.query(AnswerBox)


async def test_enter_shows_the_answer_and_records_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, type="choice")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Browse) and app.screen.query(Told))
        question = app.screen.rendered.question
        said = "\n".join(w._say().plain for w in app.screen.query("Told Said"))
        assert question.explanation.en in said and question.sources[0] in said
        assert next(o.text.en for o in question.options if o.correct).replace("`", "") in said.replace("`", "")
        assert app.desk.store.answers() == [] and app.desk.store.standing() == {}
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen


@pytest.mark.parametrize("name", ["choice", "choices", "number", "shape", "text", "cloze", "order", "match", "line", "open"])
async def test_every_type_can_be_looked_at_in_both_languages(app, name):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Browse([f"world.{name}"])
        await app.push_screen(screen)
        await until(pilot, lambda: screen.query(Told))
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert i18n.language() == "zh"
        assert screen.rendered.question.explanation.zh in "\n".join(w._say().plain for w in screen.query("Told Said"))
        assert app.desk.store.answers() == []


async def test_stepping_goes_through_what_was_found_and_stops_at_its_ends(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Browse(["world.choice", "world.number", "world.line"])
        await app.push_screen(screen)
        await until(pilot, lambda: screen.query(Told))
        seen = []
        for key in ("left", "right", "right", "right", "left"):
            await pilot.press(key)
            await pilot.pause()
            seen.append(screen.rendered.id.partition(".")[2])
        assert seen == ["choice", "number", "line", "line", "number"]


async def test_p_practises_the_question_and_that_is_recorded(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Browse(["world.number"])
        await app.push_screen(screen)
        await until(pilot, lambda: screen.query(Told))
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press(*"3.5", "enter")
        await until(pilot, lambda: app.desk.store.answers())
        assert app.desk.store.answers()[0].question == "world.number"


async def test_a_drill_opens_as_a_drill(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, type="drill")
        assert ids(screen) == ["softmax"]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DrillScreen))


async def test_filters_turn_and_are_taken_off(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        everything = screen.found.total
        await pilot.press("f3")
        await until(pilot, lambda: {h.entry.type for h in screen.found.hits} == {"choice"})
        await pilot.press("f4")
        assert (screen.wanted.type, screen.wanted.difficulty) == ("choice", 1)
        await pilot.press("f5", "f2")
        assert (screen.wanted.state, screen.wanted.topic) == ("new", "world")
        await pilot.press("shift+f2", "f6")
        await until(pilot, lambda: screen.found.total == everything)
        assert screen.wanted == Wanted()


async def test_a_wrong_answer_is_found_by_its_state_and_a_note_by_its_words(app):
    async with app.run_test(size=(80, 24)) as pilot:
        from quizprep.quiz import answers

        rendered = asked("number")
        app.desk.store.record_answer(rendered, 1.0, answers.grade(rendered, 1.0), seconds=1.0, session="s")
        app.desk.store.cards.write_note("world.line", "remember the zebra")
        screen = await opened(app, pilot, state="wrong")
        assert ids(screen) == ["world.number"]
        await pilot.press("f6", *"zebra")
        await until(pilot, lambda: ids(screen) == ["world.line"])
        assert screen.found.hits[0].kind == "note"
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Browse) and app.screen.query(Told))
        assert "remember the zebra" in "\n".join(w._say().plain for w in app.screen.query("Told Said"))


async def test_an_older_search_never_replaces_a_newer_one(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, "softmax")
        assert screen.found.hits
        screen.post_message(Find.Came(screen._turn - 1, screen.wanted, type(screen.found)([], 0)))
        await pilot.pause()
        assert screen.found.hits


async def test_reading_the_banks_is_told(app):
    async with app.run_test(size=(80, 24)) as pilot:
        catalogue = app.desk.library.catalogue
        catalogue.done, catalogue.total = 1, 3
        catalogue.lock.acquire()  # the reading goes on
        try:
            screen = Find()
            app.push_screen(screen)
            await until(pilot, lambda: screen.is_mounted)
            await until(pilot, lambda: screen.query_one("#hits").border_title.startswith("Reading the banks: 1 of 3"))
        finally:
            catalogue.lock.release()
        await until(pilot, lambda: screen.found is not None)
        assert screen.found.total == len(Library(WORLD / "questions").topics[0].items) + 1


async def test_while_it_searches_what_stands_there_is_not_told_as_found(app, monkeypatch):
    go = threading.Event()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, "softmax")
        monkeypatch.setattr(find, "search", lambda *a, **k: go.wait(15) and search(*a, **k))
        title = screen.query_one("#hits")
        assert title.border_title.endswith("found")
        try:
            await pilot.press("f3")
            await until(pilot, lambda: title.border_title.startswith("Searching"))
        finally:
            go.set()
        await until(pilot, lambda: "Searching" not in title.border_title)


async def test_enter_right_after_typing_opens_what_was_typed(app):
    """Not the first of what the words before had found."""
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, "softmax")
        assert screen.found.hits
        screen.query_one("#words").value = "qqqzzz"
        await pilot.press("enter")
        await until(pilot, lambda: screen.found is not None and not screen.found.hits and screen._found_for == screen.wanted)
        assert app.screen is screen
        screen.query_one("#words").value = "softmax"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is not screen)
