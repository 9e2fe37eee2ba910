import os
import subprocess
import sys
from pathlib import Path

import pytest

from quizprep.content.generator import Draw, generator
from quizprep.content.model import (
    Blank,
    Choice,
    Choices,
    Cloze,
    Line,
    Match,
    Number,
    Open,
    Option,
    Order,
    Pair,
    Shape,
    Short,
    Text,
    Trap,
)  # fmt: skip
from quizprep.content.render import render

ROOT = Path(__file__).parents[2]


def t(text):
    return Text(text, f"中{text}")


def question(kind, **fields):
    base = {"id": "demo.q", "concept": "c", "difficulty": 1, "prompt": t("p"), "explanation": t("e"), "sources": ["s"]}
    return kind(**base | fields)


OPTIONS = [
    Option(t("right"), True), Option(t("wrong one"), why=t("because one")), Option(t("wrong two"), why=t("because two")),
]  # fmt: skip
EXAMPLES = {
    "choice": question(Choice, options=OPTIONS),
    "choices": question(
        Choices, fixed_order=True, options=[OPTIONS[0], OPTIONS[1], Option(t("right too"), True), OPTIONS[2]]
    ),
    "number": question(Number, answer=2.5, tolerance=0.01, traps=[Trap("5", t("forgot to halve"))]),
    "shape": question(Shape, answer=[64, 112, 112], axes="C, H, W", traps=[Trap("64x111x111", t("forgot the pad"))]),
    "text": question(Short, accept=["layer norm", "层归一化"], traps=[Trap("batch norm", t("over the batch"))]),
    "cloze": question(
        Cloze, body=t("{{1}} and {{2}}"), blanks=[Blank(["relu"], traps=[Trap("tanh", t("saturates"))]), Blank(["0.5"], 0.01)]
    ),
    "order": question(Order, items=[t("one"), t("two"), t("three")]),
    "match": question(Match, pairs=[Pair(t("l1"), t("r1")), Pair(t("l2"), t("r2")), Pair(t("l3"), t("r3"))], extra=[t("r4")]),
    "line": question(Line, code="a = 1\nb = 2\nc = 3\n", answer=[2], fixed="b = 3"),
    "open": question(Open, rubric=[t("p1"), t("p2"), t("p3"), t("p4"), t("p5")], model=t("said")),
}  # fmt: skip


@pytest.fixture
def ask():
    """Render an example of a type, with other fields where given."""

    def make(kind, *, seed=0, **fields):
        import msgspec

        return render(msgspec.structs.replace(EXAMPLES[kind], **fields), seed)

    return make


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    monkeypatch.setenv("QUIZPREP_HOME", str(folder))
    monkeypatch.setenv("QUIZPREP_LANG", "en")
    return folder


@pytest.fixture
def cli(home):
    """Run the command in a process of its own."""

    def run(*args, stdin="", cwd=ROOT, **env):
        environment = os.environ | {"QUIZPREP_HOME": str(home), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"} | env
        return subprocess.run(
            [sys.executable, "-m", "quizprep", *args], input=stdin, capture_output=True, text=True, cwd=cwd,
            env=environment, timeout=120, check=False,
        )  # fmt: skip

    return run


@generator("one.gen", version=1, concept="c", levels=(1,))
def drawn(draw: Draw, level: int):
    value = draw.integer(1, 10**6)
    return question(Number, id=draw.id, answer=value, parameters={"value": value})
