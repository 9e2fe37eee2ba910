"""Make the README's pictures from the running program: ``python docs/pictures.py``.

The screens are the real ones; the three weeks of practice behind them are made up, with a fixed seed, in a folder that is thrown away.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
WRONG = """import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)
"""
DAYS, A_DAY = 20, 14


def save(app: Any, name: str) -> None:
    """The screen as SVG, in a font that the reader has."""
    svg = app.export_screenshot(title="quizprep")
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    (HERE / "pictures" / f"{name}.svg").write_text(svg, "utf-8")
    sys.stdout.write(f"docs/pictures/{name}.svg\n")


def practise() -> None:
    """Three weeks of answers: three in four right, fewer in some topics, a day left out now and then."""
    from quizprep.content.library import Library
    from quizprep.content.model import Choice, Number
    from quizprep.content.render import render
    from quizprep.progress.store import Store
    from quizprep.quiz import answers
    from quizprep.quiz.right import answer_value

    dice, now = random.Random(4), [0.0]
    library = Library()
    items = [(t.slug, i) for t in library.topics[:12] for i in t.items if not i.id.partition(".")[2].startswith("line-")]
    with Store.open(clock=lambda: now[0]) as store:
        for day in range(DAYS, 0, -1):
            now[0] = time.time() - day * 86400
            for topic, item in dice.sample(items, dice.choice([0, A_DAY, A_DAY, A_DAY + 6])):
                rendered = render(item, dice.randrange(1000), topic)
                answer = answer_value(rendered)
                if dice.random() < (0.5 if topic in ("optimizers", "mlp") else 0.3):
                    if isinstance(rendered.question, Choice):
                        answer = (answer + 1) % len(rendered.question.options)
                    elif isinstance(rendered.question, Number):
                        answer = 2 * answer + 3
                now[0] += dice.uniform(15, 70)
                result = answers.grade(rendered, answer)
                store.record_answer(rendered, answer, result, seconds=dice.uniform(8, 60), session=f"day-{day}")


async def until(pilot: Any, ready: Callable[[], object], seconds: float = 60) -> None:
    """Wait for it."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise SystemExit("it never came")
        await pilot.pause(0.05)
    await pilot.pause(0.3)


async def main() -> None:
    """Home, a question and its answer, statistics, a drill's verdict, home in Chinese."""
    home = Path(tempfile.mkdtemp())
    os.environ["QUIZPREP_HOME"] = str(home)
    from quizprep import i18n, paths
    from quizprep.content.render import render
    from quizprep.tui.app import QuizprepApp
    from quizprep.tui.screens.drill import DrillScreen
    from quizprep.tui.screens.question import QuestionScreen
    from quizprep.tui.screens.statistics import Statistics
    from quizprep.quiz.sitting import Sitting
    from quizprep.tui.widgets.report import ReportView

    i18n.choose("en")
    (home / "config.toml").write_text(f"interview_date = {date.today() + timedelta(days=9)}\nminutes_a_day = 30\n")
    practise()
    paths.practice_dir().mkdir(parents=True)
    (paths.practice_dir() / "softmax.py").write_text(WRONG)
    app = QuizprepApp()
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.screen.known)
        await pilot.pause(1.5)
        save(app, "home")
        item = app.desk.library.item("convolution.gen-conv-output")
        app.push_screen(QuestionScreen(Sitting([render(item, 7)])))
        await pilot.pause(0.5)
        save(app, "question")
        await pilot.press(*"99,99,99", "enter")
        await pilot.pause(0.8)
        save(app, "answer")
    app = QuizprepApp()
    async with app.run_test(size=(100, 34)) as pilot:
        screen = DrillScreen(app.desk.library.drill("softmax"))
        app.push_screen(screen)
        await pilot.pause(0.8)
        await pilot.press("c")
        await until(pilot, lambda: screen.query(ReportView))
        save(app, "verdict")
        await pilot.press("escape")
        app.push_screen(page := Statistics())
        await until(pilot, lambda: page.figures)
        await pilot.pause(0.5)
        save(app, "statistics")
    i18n.choose("zh")
    app = QuizprepApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.known)
        await pilot.pause(1.5)
        save(app, "chinese")


if __name__ == "__main__":
    asyncio.run(main())
