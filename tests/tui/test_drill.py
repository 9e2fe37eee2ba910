"""The drill screen with a fake grader."""

from __future__ import annotations

import re
import threading
from dataclasses import replace

import pytest
from msgspec import structs

from quizprep import i18n
from quizprep.content.library import Drill, Library
from quizprep.content.model import Text
from quizprep.errors import UngradedError
from quizprep.progress.clocks import ELSEWHERE, IDLE, PAUSED, RUNNING, kinds
from quizprep.tui.screens.dialogs import Confirm, Problem
from quizprep.tui.screens.drill import DrillScreen
from quizprep.tui.screens.drills import Drills
from quizprep.tui.screens.editor import Editor
from quizprep.tui.screens.home import Home
from quizprep.tui.widgets.drill_panes import DrillHead
from quizprep.tui.widgets.report import Facts, ReportView
from quizprep.tui.widgets.running import Running
from quizprep.tui.widgets.said import Said
from quizprep.tui.widgets.table import ListRows
from tests.tui.conftest import until
from tests.unit.test_store import report

BANKS = Library()  # before a test puts the small world in their place


async def open_drill(app, pilot) -> DrillScreen:
    screen = DrillScreen(app.desk.library.drill("softmax"))
    await app.push_screen(screen)
    await pilot.pause()
    return screen


def said(screen, selector: str = "Said") -> str:
    """All that is said under `selector`."""
    made = [w._say() for w in screen.query(selector) if isinstance(w, Said)]
    return "\n".join(getattr(m, "plain", "") or getattr(getattr(m, "content", None), "plain", "") for m in made)


async def test_starter_is_written_once_and_never_over_the_users_work(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("s")
        assert "def softmax" in screen.file.read_text()
        await pilot.press("w")
        screen.file.write_text("mine")
        await pilot.press("s")
        assert screen.file.read_text() == "mine"
        assert "there already" in said(screen, "#hint")


async def test_check_shows_what_failed_and_records_it(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("s", "c")
        await until(pilot, lambda: screen.query(ReportView))
        words = said(screen, "ReportView Said")
        for part in (
            "values differ",
            "x = [[1.0, 2.0]]",
            "[[0.269, 0.731]]",
            "without the max shift",
            "seed 7",
            "L2",
        ):
            assert part in words
        assert "[bold]nan[/bold]" in words
        assert "\x1b" not in words
        assert len(screen.query(Facts)) == 1
        [row] = app.desk.store.submissions("softmax")
        assert (row.verdict, row.passed, row.total) == ("fail", 1, 5)
        assert "Saved" in said(screen, "#hint")


async def test_pass_then_past_attempts_show_report_and_source(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        screen.file.parent.mkdir(parents=True)
        screen.file.write_text("# right\n")
        await pilot.press("c")
        await until(pilot, lambda: screen.query(ReportView))
        await pilot.press("p")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        attempt = app.screen
        assert "hello" in said(attempt, "ReportView Said")
        await pilot.press("s")
        assert not attempt.query_one(ReportView).display
        assert "# right" in said(attempt, "#source Said")


async def test_checks_come_one_by_one_and_c_cancels(app, grader):
    grader.go.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("s", "c")
        await until(pilot, lambda: screen.query(Running) and screen.query_one(Running).ended)
        assert list(screen.query_one(Running).ended) == ["test_values"]
        await pilot.press("c")
        await until(pilot, lambda: screen.judging is None)
        assert not screen.query(Running)
        assert app.desk.store.submissions("softmax") == []


async def test_what_can_not_be_graded_is_one_sentence_in_a_dialog(app, grader):
    grader.error = UngradedError("torch is [not] installed")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("s", "c")
        await until(pilot, lambda: isinstance(app.screen, Problem))
        assert app.screen.message == "torch is [not] installed"
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        assert screen.judging is None


async def test_a_mistake_of_ours_in_a_worker_is_a_dialog_too(app, grader, home):
    grader.error = ValueError("[boom]")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_drill(app, pilot)
        await pilot.press("s", "c")
        await until(pilot, lambda: isinstance(app.screen, Problem))
        assert "ValueError: [boom]" in app.screen.message
        assert "Traceback" in (home / "data" / "crash.log").read_text()


async def test_check_without_a_file_says_what_to_do(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_drill(app, pilot)
        await pilot.press("c")
        await pilot.pause()
        assert "press s" in app.screen.message


async def test_hints_one_after_the_other_are_remembered(app, new_app, grader):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("h", "h")
        assert "separately for every row" in said(screen, "#hints")
        assert app.desk.store.hints_shown("softmax") == 2
    async with new_app().run_test(size=(80, 24)) as pilot:
        screen = await open_drill(pilot.app, pilot)
        assert "separately for every row" in said(screen, "#hints")


async def test_a_hint_after_a_verdict_leaves_the_report(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        screen.file.parent.mkdir(parents=True, exist_ok=True)
        screen.file.write_text("# wrong\n")
        await pilot.press("c")
        await until(pilot, lambda: screen.query(ReportView))
        await pilot.press("h")
        await pilot.pause()
        assert screen.query(ReportView) and not screen.query_one("#invitation").display
        assert "1  " in said(screen, "#hints") and screen.query_one("#hints").display


async def test_what_was_told_in_the_other_language_goes_and_how_to_cancel_is_said_in_this_one(app, grader):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("s")
        await until(pilot, lambda: "written" in said(screen, "#hint"))
        await pilot.press("ctrl+l")
        assert "written" not in said(screen, "#hint")
        grader.go.clear()
        await pilot.press("c")
        await until(pilot, lambda: "取消" in said(screen, "#hint"))
        await pilot.press("ctrl+l")
        assert "to cancel" in said(screen, "#hint")
        grader.go.set()
        await until(pilot, lambda: screen.judging is None)


async def test_a_reference_with_long_lines_is_shown_whole(app, monkeypatch):
    source = "x = [" + ", ".join(map(str, range(60))) + "]\n"
    monkeypatch.setattr(Drill, "reference", lambda self: source)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("r", "y")
        await until(pilot, lambda: screen.query(".source"))
        shown = screen.query_one(".source")
        await until(pilot, lambda: shown.size.width)
        assert shown.region.right <= 80
        drawn = "".join(strip.text for strip in shown.render_lines(shown.outer_size.region))
        assert "".join(drawn.split()) == "".join(source.split())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_long_values_and_what_was_printed_are_shown_whole(app, size):
    values = [" ".join(f"{sign}1.{n:06}e-01" for n in range(9)) for sign in "+-~"]
    told = report("fail", 0, 1)
    failed = structs.replace(told.checks[0], input=values[0], got=values[1], expected=values[2])
    told = structs.replace(told, checks=[failed], stdout="很长的一行" * 30)
    async with app.run_test(size=size) as pilot:
        screen = await open_drill(app, pilot)
        screen._show(ReportView(told))
        await until(pilot, lambda: screen.query(".printed Said"))
        shown = [screen.query_one(place, Said) for place in (".input", ".got", ".expected", ".printed Said")]
        await until(pilot, lambda: all(part.size.width for part in shown))
        for part, text in zip(shown, [*values, told.stdout], strict=True):
            assert part.region.right <= size[0]
            drawn = "".join(strip.text for strip in part.render_lines(part.outer_size.region))
            assert "".join(drawn.split()) == "".join(text.split())


async def test_reveal_asks_first(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("n", "r", "y")
        await pilot.pause()
        assert "the reference, right" in said(screen, ".solution Said")
        assert app.desk.store.events("softmax", "reveal") == 1


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_long_title_is_shortened_and_the_isolation_level_is_not(app, language):
    i18n.choose(language)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        long = Text("A very long title of a drill that nobody could read in one line", "一个很长很长很长很长很长很长很长很长很长很长的标题")
        head = screen.query_one(DrillHead)
        head.drill = replace(screen.drill, info=structs.replace(screen.drill.info, title=long))
        head.known("L2", "")
        await pilot.press("t")
        await pilot.pause()
        line = head._line()
        assert line.plain.rstrip().endswith("L2") and "…" in line.plain and line.cell_length <= head.size.width


async def test_a_save_is_judged_without_being_asked_and_another_one_starts_anew(app, grader):
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("s")
        await pilot.pause(0.4)
        assert screen.judging is None  # the starter is nobody's answer
        grader.go.clear()
        screen.file.write_text("wrong")
        await until(pilot, lambda: screen.judging is not None)
        first = screen.judging
        await pilot.press("c")  # out of habit
        assert screen.judging is first
        new = screen.file.with_suffix(".new")
        new.write_text("right")
        new.replace(screen.file)  # as many editors do
        await until(pilot, lambda: screen.judging is not first)
        grader.go.set()
        await until(pilot, lambda: screen.query(ReportView))
        assert [r.report.verdict for r in screen.query(ReportView)] == ["pass"]


async def test_watching_can_be_switched_off(app, grader):
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("w")
        screen.file.parent.mkdir(parents=True, exist_ok=True)
        screen.file.write_text("wrong")
        await pilot.pause(0.6)
        assert screen.judging is None and not screen.query(ReportView)


# ---------------------------------------------------------------------- the clock


async def test_t_starts_pauses_and_goes_on_and_a_pause_covers_the_drill(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        assert screen.clock.state == IDLE
        await pilot.press("t")
        assert screen.clock.state == RUNNING and "t pauses it" in screen._say_status().plain
        assert re.fullmatch(r"0[56]:\d\d", screen.clock.words().plain)
        await pilot.press("t")
        await until(pilot, lambda: screen.query_one("#cover").display)
        assert not screen.query_one("#panes").display
        await pilot.press("s", "c")
        assert not screen.file.exists() and screen.judging is None
        await pilot.press("t")
        await until(pilot, lambda: screen.query_one("#panes").display)
        assert [k for k, _at in kinds(app.desk.store, screen.clock.clock.run.id)] == ["start", "pause", "resume"]


async def test_a_pass_stops_the_clock_and_is_the_best_time(app, new_app):
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("t", "h")
        await until(pilot, lambda: screen.clock.hints_shown() == 1)
        screen.file.parent.mkdir(parents=True, exist_ok=True)
        screen.file.write_text("# right\n")
        await pilot.press("c")
        await until(pilot, lambda: screen.query(ReportView))
        assert "00:36 on the clock: your best time" in said(screen, "#hint") or "00:37" in said(screen, "#hint")
        assert screen.clock.state == IDLE and screen.clock.best.hints == 1
    async with new_app().run_test(size=(120, 40)) as pilot:
        screen = await open_drill(pilot.app, pilot)
        words = said(screen, "#invitation")
        assert "Timed runs" in words and "hints: 1 (+00:36)" in words


async def test_a_solution_shown_during_a_run_is_told_in_its_line(app):
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("t", "r")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        screen.file.parent.mkdir(parents=True, exist_ok=True)
        screen.file.write_text("# right\n")
        await until(pilot, lambda: screen.query(ReportView))
        assert "best" not in said(screen, "#hint")
        assert "does not count" in said(screen, "#invitation")


async def test_leaving_the_drill_pauses_and_giving_up_ends_the_run(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_drill(app, pilot)
        await pilot.press("t", "escape")
        await pilot.pause()
        assert [n.message for n in app._notifications] == ["The clock stands still until you come back."]
        screen = await open_drill(app, pilot)
        assert screen.clock.state == PAUSED
        await pilot.press("T")
        await pilot.pause()
        await pilot.press("y")
        await until(pilot, lambda: screen.clock.state == IDLE)
        assert [r.outcome for r in screen.clock.runs] == ["stopped"]
        assert screen.query_one("#panes").display


async def test_a_second_program_sees_the_clock_running(app, new_app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_drill(app, pilot)
        await pilot.press("t")
        other = new_app()
        async with other.run_test(size=(80, 24)) as second:
            screen = await open_drill(other, second)
            await until(second, lambda: screen.clock.state == ELSEWHERE)
            assert "in another window" in screen.clock.words().plain
            await second.press("t")
            assert "another window" in said(screen, "#hint")


async def test_the_clock_is_seen_in_the_built_in_editor_too(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("t", "i")
        await until(pilot, lambda: isinstance(app.screen, Editor))
        assert re.fullmatch(r"0[56]:\d\d", said(app.screen, "#clock"))
        assert screen.clock.state == RUNNING


async def test_who_types_before_the_drills_are_read_finds_them_all_the_same(app, monkeypatch):
    go, read = threading.Event(), Drills._read

    def slow(self):
        assert go.wait(15)
        read(self)

    monkeypatch.setattr(Drills, "_read", slow)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d", "slash", *"softm")
        screen = app.screen
        assert isinstance(screen, Drills) and screen.query_one("#find").value == "softm" and not screen.shown
        go.set()
        await until(pilot, lambda: screen.shown)
        assert screen.query_one("#find").has_focus and [d.slug for d in screen.shown] == ["softmax"]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DrillScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def test_back_from_a_drill_that_was_found_the_list_stands_at_it(app):
    app.desk.library = BANKS
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d", "slash", *"torch-adam")
        screen = app.screen
        await until(pilot, lambda: [d.slug for d in screen.shown] == ["torch-adam"])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DrillScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.shown) > 80 and screen.query("ListRows .-cursor"))
        assert screen.shown[screen.query_one(ListRows).cursor].slug == "torch-adam"
        await until(pilot, lambda: screen.query_one("ListRows .-cursor").region.bottom <= screen.query_one("#list").region.bottom)


async def test_rows_that_are_put_anew_at_once_keep_the_keys(app):
    """The focus must never be at rows that are gone."""
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(screen := Drills())
        await until(pilot, lambda: screen.shown)
        for _n in range(5):
            screen._focus_list()
            await screen._list(screen.drills)
            await pilot.pause()
            assert screen.focused is None or screen.focused.is_attached
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)
