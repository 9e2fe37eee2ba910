"""Two examiners that share a verdict's checks find what one finds."""

from __future__ import annotations

import json
import os
import socket
import threading

import msgspec
import pytest

from quizprep.grading import parts, wire
from quizprep.grading.accidents import Seen
from quizprep.grading.client import Grader
from quizprep.grading.parts import Findings

GOOD = """import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
"""
PROGRAMS = {
    "right": GOOD,
    "a known mistake": GOOD.replace("x - x.max(axis=axis, keepdims=True)", "x"),
    "an accident": GOOD.replace("    return ", "    "),
    "raises": GOOD.replace("    return", "    1 / 0\n    return"),
    "prints": GOOD.replace("    return", "    print('hello')\n    return"),
    "prints what it gets, and is wrong for three axes": GOOD.replace("    return", "    print(x.shape)\n    return (x.ndim < 3) *"),
    "calls what is forbidden in one check only": "import torch\n"
    + GOOD.replace("    return", "    if x.ndim == 3: torch.softmax(torch.tensor(x), 0)\n    return"),
    "can't be loaded": "import nothing_of_this_name\n" + GOOD,
    "defines something else": GOOD.replace("def softmax", "def soft_max"),
    "exits": GOOD.replace("    return", "    import os; os._exit(3)\n    return"),
}


@pytest.fixture(scope="module")
def graders():
    with Grader(examiners=1) as one, Grader(examiners=2) as two:
        yield one, two


@pytest.fixture
def two_processors(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_two_find_what_one_finds(graders, library, program, two_processors):
    drill = library.drill("softmax")
    assert len(drill.info.checks) >= parts.FEWEST
    assert [len(g._requests(drill, program, 11, "cpu", forked=True)) for g in graders] == [1, 2]
    told: list[list[str]] = [[], []]
    alone, shared = (
        grader.check(drill, program.encode(), seed=11, on_check=lambda c, names=names: names.append(c.name))
        for grader, names in zip(graders, told, strict=True)
    )
    assert told[0] == told[1] == [c.name for c in drill.info.checks]
    assert comparable(alone) == comparable(shared)
    if "print(x.shape)" in program:
        assert alone.verdict == "fail" and alone.stdout == "(4, 7)\n(9,)\n(3, 2, 5)\n", "of the first check that failed"
    if "torch" in program:
        assert alone.verdict == "pass" and [a.line for a in alone.advice] == [7]


def comparable(report):
    """All of a report but what takes time."""
    plain = msgspec.to_builtins(report)
    for part in (plain, *plain["checks"]):
        part.pop("seconds")
    return plain


def test_a_training_task_few_checks_or_one_processor_have_one_examiner(monkeypatch, two_processors):
    assert parts.number_of(9, forked=True) == 2
    assert parts.number_of(9, forked=True, most=1) == 1
    assert parts.number_of(parts.FEWEST - 1, forked=True) == 1
    assert parts.number_of(9, forked=False) == 1
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert parts.number_of(9, forked=True) == 1


def test_every_check_has_one_examiner_and_the_first_one_has_the_first():
    names = [f"test_{i}" for i in range(7)]
    line = parts.turns(len(names))
    first, second = (parts.Turns(line, names, part) for part in (0, 1))
    assert second.take() == "test_1" and first.more()
    assert [first.take(), second.take(), first.take()] == ["test_0", "test_2", "test_3"]
    assert [second.take() for _ in range(4)] == ["test_4", "test_5", "test_6", None]
    assert first.take() is None and not first.more()
    os.close(line)


def test_a_single_check_is_taken_once():
    line = parts.turns(1)
    turns = parts.Turns(line, ["test_0"], 0)
    assert not turns.more() and turns.take() == "test_0" and turns.take() is None
    os.close(line)


def test_findings_come_together_in_the_order_of_the_checks():
    ours, theirs = socket.socketpair()
    second = Findings(seen=[Seen("test_1", {"mistake": "b"})], output="b", output_check="test_1", failed=True)
    teller = threading.Thread(target=parts.send, args=(theirs, second))
    teller.start()
    own = Findings(
        seen=[Seen("test_0", None), Seen("test_2", None)], used=[[3, "numpy.exp"]], output="c", output_check="test_2", output_failed=True
    )
    found = parts.merge(ours, own, ["test_0", "test_1", "test_2"])
    teller.join()
    assert [s.check for s in found.seen] == ["test_0", "test_1", "test_2"]
    assert (found.output, found.used, found.failed) == ("c", own.used, True)


def test_a_second_examiner_that_went_is_noticed():
    ours, theirs = socket.socketpair()
    theirs.close()
    with pytest.raises((wire.Closed, OSError)):
        parts.merge(ours, Findings(), [])


def test_events_end_with_the_last_of_both_and_not_before():
    (first, one), (second, two) = socket.socketpair(), socket.socketpair()
    for line, event in ((one, {"done": 0}), (two, {"check": 1}), (two, {"over": 0})):
        wire.send(line, b"\0" * 16, json.dumps(event).encode())
    one.close()
    two.close()
    assert list(parts.events([first, second])) == [{"done": 0}, {"check": 1}]
    (first, one), (second, two) = socket.socketpair(), socket.socketpair()
    wire.send(one, b"\0" * 16, json.dumps({"done": 0}).encode())
    two.close()  # the second went without a word
    with pytest.raises(wire.Closed):
        list(parts.events([first, second]))
