"""A small world for the app: one topic with every type of question, a drill, a fake grader, a folder of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from quizprep import i18n, paths
from quizprep.content.library import Library
from quizprep.content.model import Text
from quizprep.content.render import Rendered, render
from quizprep.grading.client import Cancelled
from quizprep.grading.report import Advice, CheckResult, Diagnosis, Report
from quizprep.quiz.sitting import Sitting
from quizprep.tui.app import QuizprepApp
from quizprep.tui.desk import Desk
from quizprep.tui.screens.question import QuestionScreen

WORLD = Path(__file__).parent / "world"


class FakeGrader:
    """Passes a source that holds ``right``; waits for `go` where it is set; knows one mistake."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.cancels = 0  # as often as that; who began before is cancelled, who begins later is not
        self.error: Exception | None = None

    def warm_up(self, framework: str = "numpy") -> None:
        pass

    def isolation(self, framework: str = "numpy") -> str:
        return "L2"

    def check(self, drill, source: bytes, *, seed=None, on_check=None, on_news=None) -> Report:
        if self.error is not None:
            raise self.error
        right, cancels = b"right" in source, self.cancels
        found = []
        for n, info in enumerate(drill.info.checks):
            good = right or n == 0
            check = CheckResult(
                name=info.name, title=info.title, outcome="pass" if good else "fail", seconds=0.01,
                message="" if good else "values differ at [0, 1]", input="" if good else "x = [[1.0, 2.0]]",
                got="" if good else "[bold]nan[/bold]\x1b[2J", expected="" if good else "[[0.269, 0.731]]",
            )  # fmt: skip
            found.append(check)
            if on_check:
                on_check(check)
            while not self.go.wait(0.01):
                if self.cancels != cancels:
                    raise Cancelled("cancelled")
        diagnosis = Diagnosis(
            mistake="no-max-shift", title=Text("softmax without the max shift", "没有减去最大值"),
            explanation=Text("`exp` overflows.", "`exp` 溢出。"), confidence=1.0,
        )  # fmt: skip
        return Report(
            drill=drill.slug, verdict="pass" if right else "fail", seconds=0.1, seed=7, isolation="L2", checks=found,
            diagnosis=None if right else diagnosis, stdout="hello \x1b]0;evil\x07",
            advice=[] if right else [Advice(3, Text("`scipy` is not needed", "不需要 `scipy`"))],
        )  # fmt: skip

    def cancel(self) -> None:
        self.cancels += 1

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """Everything that is written goes under a folder of the test; the content is the small world."""
    monkeypatch.setenv("QUIZPREP_HOME", str(tmp_path))
    for name in ("VISUAL", "EDITOR", "QUIZPREP_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(paths, "content_root", lambda: WORLD)
    (tmp_path / "config.toml").touch()  # with settings it is no first start
    i18n.choose("en")
    yield tmp_path
    i18n.choose("en")


@pytest.fixture
def grader() -> FakeGrader:
    return FakeGrader()


@pytest.fixture
def new_app(grader) -> Callable[[], QuizprepApp]:
    """Makes an app on the small world."""

    def make() -> QuizprepApp:
        desk = Desk()
        desk.grader = grader
        return QuizprepApp(desk)

    return make


@pytest.fixture
def app(new_app) -> QuizprepApp:
    return new_app()


def asked(name: str, seed: int = 3) -> Rendered:
    """One question of the small world."""
    return render(Library(WORLD / "questions").item(f"world.{name}"), seed)


async def ask(app: QuizprepApp, pilot, *names: str) -> QuestionScreen:
    """Put these questions on the screen."""
    screen = QuestionScreen(Sitting([asked(name) for name in names], id="sitting"))
    await app.push_screen(screen)
    await pilot.pause()
    return screen


async def until(pilot, ready: Callable[[], object]) -> None:
    """Wait until `ready`, fifteen seconds at most (a loaded machine is slow)."""
    for _ in range(1500):
        if ready():
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError("it never came")


LOOKS = 8
"""That must show the same picture: 0.4 s, longer than anything here waits before it draws."""


async def at_rest(pilot) -> None:
    """Wait until the picture stays the same, fifteen seconds at most; a cursor doesn't blink any more."""
    picture, same = "", 0
    for _ in range(300):
        for field in [*pilot.app.screen.query(Input), *pilot.app.screen.query(TextArea)]:
            field.cursor_blink = False
        before, picture = picture, pilot.app.export_screenshot()
        same = same + 1 if picture == before else 0
        if same == LOOKS:
            return
        await pilot.pause(0.05)
    raise AssertionError("the screen never came to rest")


@pytest.fixture
def snap_compare(snap_compare):
    """As the plugin's, but the picture is taken when the screen has come to rest."""

    def compare(app, *, run_before=None, **others) -> bool:
        async def ready(pilot) -> None:
            if run_before is not None:
                await run_before(pilot)
            await at_rest(pilot)

        return snap_compare(app, run_before=ready, **others)

    return compare
