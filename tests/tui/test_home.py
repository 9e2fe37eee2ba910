"""Home: one key begins the most useful thing; today's session, cramming, the first start, settings."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from itertools import pairwise

import pytest
from textual.app import App
from textual.containers import VerticalScroll
from textual.content import Content

from quizprep import config, i18n
from quizprep.content.catalogue import Catalogue
from quizprep.content.library import Library
from quizprep.progress import interviews
from quizprep.progress.clocks import Clock, drill_clock
from quizprep.progress.store import Store
from quizprep.quiz import answers, schedule
from quizprep.quiz.interview import Settings
from quizprep.quiz.sitting import Sitting
from quizprep.tui.screens.browse import Browse
from quizprep.tui.screens.drill import DrillScreen
from quizprep.tui.screens.drills import Drills
from quizprep.tui.screens.home import Home
from quizprep.tui.screens.question import QuestionScreen
from quizprep.tui.screens.summary import Summary
from quizprep.tui.screens.welcome import Welcome
from quizprep.tui.widgets.lines import Lines
from quizprep.tui.widgets.said import Said
from quizprep.tui.widgets.table import ListRows
from tests.tui.conftest import WORLD, ask, asked, until
from tests.tui.test_interview import FOUR


async def home_known(app, pilot):
    await until(pilot, lambda: isinstance(app.screen, Home) and app.screen.known)


def days_ago(days):
    """A store whose clock stands that many days ago."""
    import time

    return Store.open(clock=lambda: time.time() - days * 86_400)


def answer(store, name, right):
    rendered = asked(name)
    raw = {"number": "3.5" if right else "3"}[name]
    value = answers.read(rendered, raw)
    return store.record_answer(rendered, value, answers.grade(rendered, value), seconds=9.0, session="old")


async def test_enter_begins_todays_session_and_says_why_each_question_is_there(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await home_known(app, pilot)
        assert "Press enter: new questions, of the topics you know least first" in app.screen._today_card().plain
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert app.screen.sitting.mode == "today" and "new" in app.screen._head().plain
        assert app.screen.sitting.drill.slug == "softmax"


async def test_what_is_due_is_said_and_asked(app):
    with days_ago(3) as store:
        answer(store, "number", False)
    async with app.run_test(size=(80, 24)) as pilot:
        await home_known(app, pilot)
        assert app.screen.known.counts.due == 1
        assert "1 question is due" in app.screen._today_card().plain
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert app.screen.sitting.whys["world.number"] == ("due", "")


async def test_a_mistake_in_a_drill_is_the_reason_on_home(app):
    with days_ago(0) as store:
        from tests.unit.test_store import report

        store.record_submission(Library(WORLD / "questions").drill("softmax"), b"", report("fail", 1, 2, mistake="no-max-shift"))
    async with app.run_test(size=(80, 24)) as pilot:
        await home_known(app, pilot)
        assert app.screen.known.counts.back > 0
        assert "because of a mistake you made in" in app.screen._today_card().plain


async def test_what_was_begun_against_the_clock_is_told_and_marked(app):
    store = app.desk.store
    clock = Clock(store, drill_clock("softmax"), par=360.0, revision=1)
    assert clock.go()
    store.record_event("softmax", "hint")
    clock.pause()
    interviews.begin(store, Settings(minutes=20), FOUR, 1)
    async with app.run_test(size=(80, 24)) as pilot:
        await home_known(app, pilot)
        told = app.screen._today_card().plain
        assert "Begun against the clock\n‖ Go on with the mock interview (m)\n" in told
        assert "‖ Softmax, stable, along any axis  05:24 (d)" in told, "a hint costs a tenth"
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Drills) and app.screen.query(ListRows))
        assert app.screen._line(app.screen.shown[0], 74).plain.startswith(" ‖ Softmax")
        clock.stop()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Home) and not app.screen.known.begun)
        assert "Softmax, stable, along any axis  " not in app.screen._today_card().plain


async def test_after_todays_questions_comes_the_drill(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await home_known(app, pilot)
        drill = app.desk.library.drill("softmax")
        await app.push_screen(QuestionScreen(Sitting([asked("choice")], drill=drill, drill_why="fresh")))
        await pilot.press("b", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Summary) and "softmax" in app.screen._drill().plain.lower()
        await pilot.press("d")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)


async def test_cramming_asks_the_weakest_of_the_row_under_the_cursor(app):
    with days_ago(0) as store:
        answer(store, "number", False)
    async with app.run_test(size=(80, 24)) as pilot:
        await home_known(app, pilot)
        await pilot.press("c")
        await pilot.pause()
        assert "weakest" in app.screen._title()
        assert app.screen.query_one("#minutes").value == "20"
        await pilot.press("backspace", "backspace", "0", "enter")
        await pilot.pause()
        assert "1 to 480" in app.screen._word().plain
        await pilot.press("backspace", "tab", "2", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert app.screen.rendered.id == "world.number" and len(app.screen.sitting.questions) == 2
        assert app.screen.sitting.mode == "cram"


async def test_cramming_takes_the_minutes_one_has(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await home_known(app, pilot)
        await pilot.press("c", "backspace", "backspace", "3", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        usual = [15 + schedule.SECONDS[r.question.kind] for r in app.screen.sitting.questions]
        assert 180 - (15 + max(schedule.SECONDS.values())) < sum(usual)
        assert sum(usual) <= 180 or len(usual) == 1, "one is asked, however long it takes"


@pytest.mark.parametrize(("days", "words"), [(0, "0 days in a row"), (1, "1 day in a row"), (2, "2 days in a row")])
async def test_days_in_a_row_are_counted_as_one_speaks(app, days, words):
    for n in range(days):
        with days_ago(n) as store:
            answer(store, "number", True)
    async with app.run_test(size=(80, 24)) as pilot:
        await home_known(app, pilot)
        assert words in app.screen._statistics().plain


async def test_mastery_shows_two_right_first_tries(app):
    for n in (2, 1):
        with days_ago(n) as store:
            rendered = asked("number")
            value = answers.read(rendered, "3.5")
            store.record_answer(rendered, value, answers.grade(rendered, value), seconds=9.0, session=str(n))
    async with app.run_test(size=(80, 24)) as pilot:
        await home_known(app, pilot)
        facts = app.screen.known.facts["world"]
        assert facts.mastered == {f"world/{rendered.question.concept}"} and facts.mastery == 1 / facts.concepts
        await pilot.press("down", "down")
        assert "✓ " in app.screen._card().plain


# ---------------------------------------------------------------------- the question screen


async def test_the_rating_is_proposed_shown_with_its_waits_and_overridden(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "choice", "number")
        await pilot.press("b")
        await pilot.pause()
        assert "▸3 Good 2 days" in screen._hint().plain and "4 Easy 8 days" in screen._hint().plain
        await pilot.press("1")
        assert "▸1 Again 1 min" in screen._hint().plain and "comes again in this session" in screen._hint().plain
        review = app.desk.store.cards.reviews()[0]
        assert (review.rating, review.proposed) == (schedule.AGAIN, schedule.GOOD)
        assert screen.sitting.total == 2
        await pilot.press("enter", *"3.5", "enter", "enter")
        await pilot.pause()
        assert screen.again and screen.rendered.id == "world.choice" and "once more" in screen._head().plain


async def test_undo_of_any_depth_asks_again_and_counts_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "choice", "choices", "match")
        await pilot.press("a", "enter", "a", "b", "enter", "enter")
        await pilot.pause()
        assert screen.rendered.id == "world.match" and len(app.desk.store.answers()) == 2
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert screen.rendered.id == "world.choices" and len(app.desk.store.answers()) == 1
        await pilot.press("u")
        await pilot.pause()
        assert screen.rendered.id == "world.choices"  # before an answer letters may be typed: only ctrl+z goes back
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert screen.rendered.id == "world.choice" and app.desk.store.answers() == []
        assert app.desk.store.cards.card("world.choice") is None
        assert len(app.desk.store.answers(undone=True)) == 2
        await pilot.press("b", "u")
        await pilot.pause()
        assert screen.box.result is None and screen.sitting.answered == []


async def test_note_flag_and_never_again(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "choice", "number")
        await pilot.press("b", "n", *"axis", "ctrl+s")
        await pilot.pause()
        cards = app.desk.store.cards
        assert cards.note("world.choice") == "axis"
        words = screen.query_one(".note")
        assert words.display and words._say().plain == "Your note  axis", "shown as soon as it is written"
        await pilot.press("f", *"unit", "ctrl+s", "x")
        await pilot.pause()
        assert cards.flags() == {"world.choice": "unit"} and cards.suspended() == {"world.choice"}
        assert "flagged, ⊘ never again" in screen._head().plain
        assert words._say().plain == "Your note  axis\n⚑ flagged  unit"
        await app.push_screen(Browse(["world.choice"]))
        await until(pilot, lambda: any(w._say().plain == words._say().plain for w in app.screen.query("Told .explanation").results(Said)))
        await pilot.press("escape")
        await pilot.press("f", "x")
        await pilot.pause()
        assert cards.flags() == {} and cards.suspended() == set()
        assert words._say().plain == "Your note  axis"
        await pilot.press("n", "escape", "u", "b")
        await pilot.pause()
        assert "axis" in screen.query_one(".note")._say().plain


async def test_a_wrong_one_comes_again_with_fresh_numbers_and_not_for_ever(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await ask(app, pilot, "choice", "number")
        asked_ids = []
        for _n in range(20):
            if not isinstance(app.screen, QuestionScreen):
                break
            asked_ids.append(screen.rendered.id)
            await pilot.press(*(["a" if screen.rendered.key[0] else "b"] if "choice" in screen.rendered.id else ["3", "enter"]))
            await pilot.press("enter")
            await pilot.pause()
        assert isinstance(app.screen, Summary)
        assert len(asked_ids) == 2 + 2 * 3
        assert all(a != b for a, b in pairwise(asked_ids))
        assert app.screen.sitting.right == 0 and len(app.screen.sitting.first) == 2


# ---------------------------------------------------------------------- first start and settings


@pytest.fixture
def first_start(home):
    (home / "config.toml").unlink()
    return home


async def test_the_first_start_asks_three_things_and_keeps_them(app, first_start):
    day = date.today() + timedelta(days=12)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("right")
        await pilot.pause()
        assert i18n.language() == "zh" and "欢迎" in app.screen._title() and app.screen.focused.id == "zh"
        await pilot.press("tab", *day.isoformat(), "enter", *"35", "enter")
        await home_known(app, pilot)
        found = config.load()
        assert (found.language, found.interview_date, found.minutes_a_day) == ("zh", day, 35)
        await until(pilot, lambda: app.screen.known.counts.days_left == 12)


async def test_the_first_start_keeps_the_language_it_was_started_in(app, first_start):
    i18n.choose("zh")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        assert "欢迎" in app.screen._title() and app.screen.focused.id == "zh"
        await pilot.press("enter")  # goes on, and doesn't choose the first button's language
        assert i18n.language() == "zh" and app.screen.focused.id == "day"
        await pilot.press("down", "down")
        assert app.screen.focused.id == "save"
        await pilot.press("enter")
        await home_known(app, pilot)
    assert config.load().language == "zh"


async def test_the_first_start_takes_a_date_that_is_typed_at_once_and_a_click_on_the_other_language(app, first_start):
    day = date.today() + timedelta(days=12)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await until(pilot, lambda: app.screen.query_one("#zh").region.width)
        await pilot.click("#zh")
        await until(pilot, lambda: i18n.language() == "zh")
        await pilot.press(*day.isoformat(), "ctrl+s")
        await home_known(app, pilot)
    assert config.load().interview_date == day and config.load().language == "zh"


async def test_the_first_start_asks_at_once_and_shows_how_far_it_has_read(app, first_start, monkeypatch):
    go = threading.Event()
    refresh = Catalogue.refresh

    def slow(self, told=None, *, topic=None):
        if topic is None:
            assert go.wait(15)
        refresh(self, told, topic=topic)

    monkeypatch.setattr(Catalogue, "refresh", slow)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome))
        await pilot.press("escape")
        home = app.screen
        await until(pilot, lambda: "1 of 1" in home._statistics().plain)
        assert home.known is None
        go.set()
        await home_known(app, pilot)
        assert "0 answered" in home._statistics().plain


async def test_a_quiz_begins_while_the_other_topics_are_read(app, home, tmp_path, monkeypatch):
    """The library is free between two topics."""
    from quizprep.tui import tally

    began = threading.Event()
    monkeypatch.setattr(tally.time, "sleep", lambda seconds: began.wait(15))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        began.set()


async def test_skipping_asks_no_more(new_app, first_start):
    async with new_app().run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, Welcome))
        await pilot.press("escape")
        await home_known(pilot.app, pilot)
    assert not (first_start / "config.toml").exists()
    async with new_app().run_test(size=(80, 24)) as pilot:
        await home_known(pilot.app, pilot)
        await pilot.pause(0.2)
        assert isinstance(pilot.app.screen, Home)


async def test_settings_refuse_what_can_not_be_and_keep_the_rest_of_the_file(app, home):
    (home / "config.toml").write_text("# mine\neditor = 'vi' # always\nminutes_a_day = 10\n\n[keys]\n'home.drills' = 'f9'\n")
    async with app.run_test(size=(80, 24)) as pilot:
        await home_known(app, pilot)
        await pilot.press("comma")
        await pilot.pause()
        await pilot.press(*"2020-01-01", "ctrl+s")
        await pilot.pause()
        assert "is over" in app.screen._wrong().plain
        app.screen.query_one("#day").value = "soon"
        await pilot.press("ctrl+s")
        assert "no date" in app.screen._wrong().plain
        app.screen.query_one("#day").value = ""
        app.screen.query_one("#minutes").value = "3"
        await pilot.press("ctrl+s")
        assert "5 to 480" in app.screen._wrong().plain
        app.screen.query_one("#minutes").value = "45"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, Home)
    text = (home / "config.toml").read_text()
    assert text.startswith("# mine\neditor = 'vi' # always\nminutes_a_day = 45\n") and config.load().keys == {"home.drills": "f9"}


class Numbered(Lines):
    def say_row(self, place):
        return Content(f"row {place}")


class OfLines(App[None]):
    CSS = "Lines { height: auto; } Lines > .lines--hover { background: red; }"

    def compose(self):
        with VerticalScroll(can_focus=False):
            yield Numbered(50)

    def on_mount(self):
        self.pressed = []
        self.query_one(Numbered).focus()

    def on_rows_pressed(self, event):
        self.pressed.append(event.place)


async def test_lines_follow_their_cursor_and_the_mouse():
    """One widget draws them all: it scrolls to the cursor, and tells by the line which row was clicked."""
    app = OfLines()
    async with app.run_test(size=(40, 10)) as pilot:
        rows = app.query_one(Numbered)

        def shown():
            return app.screen._compositor.render_strips()[9].text

        await pilot.press("end")
        await until(pilot, lambda: "row 49" in shown())
        await pilot.click(offset=(3, 0))
        await until(pilot, lambda: app.pressed)
        assert app.pressed == [40] and rows.cursor == 40
        await pilot.hover(offset=(3, 5))
        await until(pilot, lambda: rows.pointed == 45)
        assert rows.render_line(45)._segments[0].style.bgcolor != rows.render_line(44)._segments[0].style.bgcolor


async def test_a_thread_that_outlives_its_screen_finds_its_way(app):
    """Leaving a screen while it reads is no crash."""
    async with app.run_test(size=(80, 24)) as pilot:
        await home_known(app, pilot)
        await pilot.press("d")
        await until(pilot, lambda: app.screen.query("#find"))
        drills = app.screen
        await pilot.press("escape")
        await until(pilot, lambda: not drills.is_attached)
        trouble: list[BaseException] = []

        def read() -> None:
            try:
                drills._read()
            except BaseException as e:
                trouble.append(e)

        thread = threading.Thread(target=read)
        thread.start()
        await until(pilot, lambda: not thread.is_alive())
        assert not trouble


async def test_the_first_reading_can_be_left(app):
    """Whoever leaves meanwhile doesn't wait for the topics that are still to be read."""
    from quizprep.tui.tally import read

    told: list[int] = []
    assert not read(app.desk, lambda n, total: told.append(n), lambda: True)
    assert not told
    assert read(app.desk, lambda n, total: told.append(n), lambda: False)
    assert told == [1]
