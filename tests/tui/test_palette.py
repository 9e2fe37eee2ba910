"""The palette finds this screen's keys, the screens, topics, drills and looks, in both languages; help says what for."""

from __future__ import annotations

from pathlib import Path

from textual.command import CommandList
from textual.fuzzy import Matcher

from quizprep import i18n, paths
from quizprep.content.library import Library
from quizprep.progress.search import Wanted, search
from quizprep.tui import keys
from quizprep.tui.palette import Everything, Palette, _hit
from quizprep.tui.screens.drill import DrillScreen
from quizprep.tui.screens.drills import Drills
from quizprep.tui.screens.help import PURPOSES, Help
from quizprep.tui.screens.history import History
from quizprep.tui.screens.setup import Setup
from quizprep.tui.screens.too_small import TooSmall
from tests.tui.conftest import ask, at_rest, until


async def choose(app, pilot, typed: str) -> None:
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(app.screen, Palette))
    await pilot.press(*(("space" if c == " " else c) for c in typed))
    await until(pilot, lambda: app.screen.query_one(CommandList).option_count)
    await until(pilot, lambda: not any(w.is_running for w in app.workers))
    await at_rest(pilot)
    await pilot.press("enter")
    await pilot.pause()


async def test_a_screen_a_drill_and_a_topic_by_name(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.known)
        await choose(app, pilot, "go to: hist")
        await until(pilot, lambda: isinstance(app.screen, History))
        await choose(app, pilot, "drill: softmax")
        await until(pilot, lambda: isinstance(app.screen, DrillScreen))
        await pilot.press("escape", "escape")
        await choose(app, pilot, "practise")
        await until(pilot, lambda: isinstance(app.screen, Setup))


async def test_the_list_of_drills_the_palette_and_find_mean_the_same_drill(app, monkeypatch):
    """By its name, by its title in both languages, and by the half of a title, which may be that of several."""
    monkeypatch.setattr(paths, "content_root", lambda: Path(__file__).parents[2])
    app.desk.library = library = Library()
    async with app.run_test(size=(80, 24)):
        await app.push_screen(screen := Drills())
        screen.drills = library.drills
        commands = [c for c in Everything(screen)._content() if c.slug in {d.slug for d in library.drills}]
        typed = {"softmax, st": "softmax", "softmax": "softmax", "ada": "adam", "batch norm": "torch-batchnorm"}
        for drill in library.drills:
            title = drill.info.title
            typed |= {drill.slug: drill.slug, title.en: drill.slug, title.zh: drill.slug}
            typed.setdefault(title.en[: len(title.en) // 2 + 3], "")
        for words, meant in typed.items():
            listed = screen._matching(words)[0].slug
            slug = meant or listed
            matcher = Matcher(words)
            hits = [(hit.score, c.slug) for c in commands if (hit := _hit(c, matcher))]
            found = search(library.catalogue, None, Wanted(words, type="drill")).hits[0].entry.id
            assert (listed, max(hits)[1], found) == (slug, slug, slug), words
    library.catalogue.close()


async def test_what_the_screen_can_do_is_offered_and_done(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "order")
        before = screen.box.raw
        await choose(app, pilot, "move this line down")
        assert screen.box.raw == [before[1], before[0], *before[2:]]


async def test_it_speaks_chinese_and_finds_by_english_words_too(app):
    i18n.choose("zh")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.known)
        await choose(app, pilot, "浅色")
        assert app.theme == "paper"
        await choose(app, pilot, "softmax")
        await until(pilot, lambda: isinstance(app.screen, DrillScreen))


async def test_a_dialog_speaks_the_other_language_too(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(app, pilot, "choice", "number")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.query("#yes"))
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert i18n.language() == "zh"
        assert "离开" in str(app.screen.query_one("#yes").label)


async def test_nothing_is_lost_when_the_terminal_shrinks_under_the_palette(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "number")
        await pilot.press("3", "ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, Palette))
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: isinstance(app.screen, TooSmall))
        await pilot.press("ctrl+p", "x", "question_mark")
        assert isinstance(app.screen, TooSmall)
        await pilot.resize_terminal(90, 30)
        await until(pilot, lambda: isinstance(app.screen, Palette))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert screen.query_one("#typed").value == "3"


async def test_a_dialog_that_came_while_it_was_too_small_leaves_no_cover_behind(app):
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TooSmall))
        app.show_problem("something")
        await pilot.resize_terminal(90, 30)
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert type(app.screen).__name__ == "Home"


async def test_help_says_what_the_screen_is_for(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.known)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, Help))
        said = app.screen.query_one(".purpose")._say().plain
        assert said == PURPOSES["Home"]()
        await pilot.click("#close")
        await until(pilot, lambda: not isinstance(app.screen, Help))


def test_every_screen_says_what_it_is_for():
    without = {"TooSmall", "Dialog", "Help"}
    missing = [s.__name__ for s in keys.screens() if s.__name__ not in PURPOSES and s.__name__ not in without]
    assert missing == []


def test_every_screen_that_opens_by_itself_is_in_the_palette_or_needs_something(app):
    """Those that need something (a drill, a sitting, an answer) are reached through it."""
    import importlib

    for module, name, title, about in app.rooms():
        screen = getattr(importlib.import_module(f"quizprep.tui.screens.{module}"), name)
        assert screen() is not None and title and about
