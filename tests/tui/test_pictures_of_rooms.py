"""Pictures of the other screens and dialogs, at 80x24 and 120x40, some in Chinese. `pytest --snapshot-update` takes them anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from quizprep import i18n
from quizprep.content.library import Library
from quizprep.progress.search import Wanted
from quizprep.progress.store import Store
from quizprep.quiz import answers
from quizprep.quiz.sitting import Answered, Sitting
from quizprep.tui.palette import Palette
from quizprep.tui.screens.attempts import Attempts
from quizprep.tui.screens.browse import Browse, Told
from quizprep.tui.screens.dialogs import Confirm, Problem
from quizprep.tui.screens.drills import Drills
from quizprep.tui.screens.editor import Editor
from quizprep.tui.screens.find import Find
from quizprep.tui.screens.help import Help
from quizprep.tui.screens.history import History
from quizprep.tui.screens.home import Home
from quizprep.tui.screens.interview_end import InterviewEnd
from quizprep.tui.screens.interview_setup import InterviewSetup
from quizprep.tui.screens.interviews import Interviews
from quizprep.tui.screens.remark import Remark
from quizprep.tui.screens.review import Review
from quizprep.tui.screens.setup import Setup
from quizprep.tui.screens.statistics import Statistics
from quizprep.tui.screens.summary import Summary
from quizprep.tui.screens.welcome import Welcome
from quizprep.tui.widgets.said import Panel
from quizprep.tui.widgets.table import ListRows
from tests.tui.conftest import WORLD, ask, asked, until
from tests.unit.test_store import report

NOON = datetime(2026, 3, 10, 12)
SIZES = [(80, 24), (120, 40)]


class Clock:
    """Stands still until it is put."""

    at = NOON

    def __call__(self) -> float:
        return self.at.timestamp()


@pytest.fixture
def clock(home) -> Clock:
    """Three weeks of practice, the newest today, and a clock that stands at noon."""
    clock = Clock()
    with Store.open(clock=clock) as store:
        for days in range(20, -1, -1):
            clock.at = NOON - timedelta(days=days)
            for n, (name, right, wrong) in enumerate((("number", 3.5, 3.0), ("choice", 1, 0), ("choices", [0, 2], [0]))):
                if (days + n) % 4:
                    rendered = asked(name)
                    value = wrong if (days + n) % 3 == 0 else right
                    store.record_answer(rendered, value, answers.grade(rendered, value), seconds=20.0 + days, session=f"{days}")
        drill = Library(WORLD / "questions").drill("softmax")
        for days, verdict, passed in ((2, "fail", 3), (1, "pass", 5)):
            clock.at = NOON - timedelta(days=days)
            store.record_submission(drill, b"x = 1\n", report(verdict, passed, 5, mistake="" if verdict == "pass" else "no-max-shift"))
        clock.at = NOON
        store.cards.write_note("world.choice", "the second, always")
    return clock


async def listed(app, pilot, screen):
    await app.push_screen(screen)
    await until(pilot, lambda: screen.query(ListRows))


async def drills(app, pilot):
    await listed(app, pilot, Drills())


async def find(app, pilot):
    screen = Find(Wanted("softmax"))
    await app.push_screen(screen)
    await until(pilot, lambda: screen.found is not None and screen.query("#list > *"))


async def browse(app, pilot):
    await app.push_screen(Browse(["world.choice", "world.number"]))
    await until(pilot, lambda: app.screen.query(Told))


async def statistics(app, pilot):
    screen = Statistics()
    await app.push_screen(screen)
    await until(pilot, lambda: screen.figures and screen.query(Panel))


async def history(app, pilot):
    await listed(app, pilot, History())


async def attempts(app, pilot):
    await listed(app, pilot, Attempts(app.desk.library.drill("softmax")))


async def summary(app, pilot):
    sitting = Sitting([asked("choice"), asked("number")], drill=app.desk.library.drill("softmax"), drill_why="missed")
    for rendered, value in zip(sitting.questions, (0, 3.5), strict=True):
        sitting.answered.append(Answered(rendered, value, answers.grade(rendered, value), True))
    await app.push_screen(Summary(sitting))


async def review(app, pilot):
    rendered = asked("choice")
    await app.push_screen(Review(rendered, 0, answers.grade(rendered, 0), "2026-03-10 12:00"))


async def interviews(app, pilot):
    from tests.tui.test_interview import begin

    await begin(app, pilot)
    await pilot.press("escape", "y")
    await listed(app, pilot, Interviews())


async def interview_setup(app, pilot):
    await app.push_screen(InterviewSetup())


async def interview_end(app, pilot):
    from tests.tui.test_interview import FOUR, begin

    screen = await begin(app, pilot, FOUR[1:2])
    await pilot.press(*"shift", "ctrl+n")
    await until(pilot, lambda: screen.query(".follow-up"))
    await pilot.press(*"same", "ctrl+n")
    await until(pilot, lambda: isinstance(app.screen, InterviewEnd) and app.screen.query("#page > *"))


async def welcome(app, pilot):
    await app.push_screen(Welcome(first=True))


async def settings(app, pilot):
    await app.push_screen(Welcome(first=False))


async def palette(app, pilot):
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(app.screen, Palette))
    await until(pilot, lambda: not any(w.is_running for w in app.workers))


async def home_help(app, pilot):
    await app.push_screen(Help(app.screen))


async def quiz_help(app, pilot):
    screen = await ask(app, pilot, "choice")
    await pilot.press("b")
    await pilot.pause()
    await app.push_screen(Help(screen))


async def setup(app, pilot):
    await app.push_screen(Setup(app.desk.library.topic("world")))


async def cram(app, pilot):
    await app.push_screen(Setup(None, cram=True))


async def note(app, pilot):
    screen = await ask(app, pilot, "choice")
    await pilot.press("b", "n")
    await until(pilot, lambda: isinstance(app.screen, Remark) and app.screen is not screen)


async def confirm(app, pilot):
    screen = await ask(app, pilot, "choice")
    await pilot.press("escape")
    await until(pilot, lambda: isinstance(app.screen, Confirm) and app.screen is not screen)


async def problem(app, pilot):
    await app.push_screen(Problem("Something is wrong", "there is no practice/softmax.py yet; press s to write the starter."))


async def editor(app, pilot):
    await app.push_screen(Editor(Path("practice/softmax.py"), app.desk.library.drill("softmax").starter()))


SCREENS = [
    drills, find, browse, statistics, history, attempts, summary, review, interviews, interview_setup, interview_end, welcome,
    settings, palette, home_help, quiz_help, setup, cram, note, confirm, problem, editor,
]  # fmt: skip
IN_CHINESE = [drills, find, statistics, history, interview_setup, settings, home_help, cram, summary]


async def still(app, pilot) -> None:
    """Cursors stay, where they might have been away for the moment; nothing waits to be drawn."""
    for field in app.screen.query("Input, TextArea"):
        assert isinstance(field, Input | TextArea)
        field.cursor_blink = False
    await pilot.pause()
    await pilot.pause()


def taken(app, snap_compare, size, go, clock) -> bool:
    app.desk._store = Store.open(clock=clock)

    async def ready(pilot):
        await until(pilot, lambda: isinstance(app.screen, Home) and app.screen.known)
        await go(app, pilot)
        await still(app, pilot)

    return snap_compare(app, terminal_size=size, run_before=ready)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("go", SCREENS, ids=lambda go: go.__name__)
def test_a_screen(app, snap_compare, clock, go, size):
    assert taken(app, snap_compare, size, go, clock)


@pytest.mark.parametrize("go", IN_CHINESE, ids=lambda go: go.__name__)
def test_a_screen_in_chinese(app, snap_compare, clock, go):
    i18n.choose("zh")
    assert taken(app, snap_compare, (80, 24), go, clock)


def test_a_window_too_small(app, snap_compare):
    assert snap_compare(app, terminal_size=(60, 20))


def test_the_first_start(app, snap_compare, home):
    """Asked at once, in front of the first screen."""
    (home / "config.toml").unlink()

    async def ready(pilot):
        await until(pilot, lambda: isinstance(app.screen, Welcome) and app.screen_stack[0].known)

    assert snap_compare(app, terminal_size=(80, 24), run_before=ready)
