"""Make the README's pictures from the running program: ``python docs/pictures.py`` ."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
WRONG = """import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)
"""


def save(app: object, name: str) -> None:
    """The screen as SVG, in a font that the reader has."""
    svg = app.export_screenshot(title="quizprep")  # type: ignore[attr-defined]
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    (HERE / "pictures" / f"{name}.svg").write_text(svg, "utf-8")


async def main() -> None:
    """Home, a question and its answer, a drill's verdict."""
    home = os.environ["QUIZPREP_HOME"] = tempfile.mkdtemp()
    from quizprep import paths
    from quizprep.content.render import render
    from quizprep.tui.app import QuizprepApp
    from quizprep.tui.screens.drill import DrillScreen
    from quizprep.tui.screens.question import QuestionScreen
    from quizprep.tui.sitting import Sitting

    paths.practice_dir().mkdir(parents=True)
    (Path(home) / "practice" / "softmax.py").write_text(WRONG)
    app = QuizprepApp()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause(0.5)
        save(app, "home")
        topic = app.desk.library.topic("convolution")
        items = [render(i, 7) for i in topic.items if i.id in ("convolution.gen-conv-output",)]
        app.push_screen(QuestionScreen(Sitting(items)))
        await pilot.pause(0.5)
        save(app, "question")
        await pilot.press(*"99, 99, 99".replace(" ", ""), "enter")
        await pilot.pause(0.8)
        save(app, "answer")
        await pilot.press("escape")
        await pilot.pause(0.3)
    app = QuizprepApp()
    async with app.run_test(size=(100, 34)) as pilot:
        await pilot.pause(0.5)
        app.push_screen(DrillScreen(app.desk.library.drill("softmax")))
        await pilot.pause(0.8)
        await pilot.press("c")
        await pilot.pause(12)
        save(app, "verdict")


asyncio.run(main())
