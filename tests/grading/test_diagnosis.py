"""The diagnosis names the mistake that was made, never another, and says nothing where nothing is certain."""

import shutil
from pathlib import Path

import pytest

from quizprep.content import mistakes
from quizprep.content.library import Drill, decode
from quizprep.content.mistakes import program
from quizprep.content.model import DrillFile
from quizprep.grading.client import Grader
from quizprep.grading.diagnosis import EACH, SECONDS


def softmax_of(body):
    return f"import numpy as np\ndef softmax(x, axis=-1):\n    {body}\n".encode()


@pytest.mark.parametrize(
    ("body", "names"),
    [
        # the same mistake in other words
        ("return np.exp(x) / np.sum(np.exp(x), axis=axis, keepdims=True)", ["no-max-shift"]),
        ("e = np.exp(x - np.max(x)); return e / e.sum(axis=axis, keepdims=True)", ["global-max"]),
        ("e = np.exp(x - x.max(-1, keepdims=True)); return e / e.sum(-1, keepdims=True)", ["axis-ignored"]),
        # accidents that need no mistake file
        ("e = np.exp(x - x.max(axis, keepdims=True)); e / e.sum(axis, keepdims=True)", ["common.returned-none"]),
        ("e = np.exp(x - x.max(axis, keepdims=True)); return 3 * e / e.sum(axis, keepdims=True)", ["common.constant-factor"]),
        ("e = np.exp(x - x.max(axis, keepdims=True)); return -e / e.sum(axis, keepdims=True)", ["common.sign"]),
        ("e = np.exp(x - x.max(axis, keepdims=True)); return (e / e.sum(axis, keepdims=True))[..., None]", ["common.lost-axis"]),
        ("e = np.exp(x - x.max(axis, keepdims=True)); return (e / e.sum(axis, keepdims=True)).astype('f2')", ["common.wrong-dtype"]),
        ("e = np.exp(x - x.max(axis, keepdims=True)); return (e / e.sum(axis, keepdims=True)).swapaxes(0, -1)", ["common.transposed"]),
        ("if axis != -1: raise ValueError\n    e = np.exp(x - x.max()); return e / e.sum()", ["common.batch-of-one"]),
        # two mistakes at once, or none that is known: silence
        ("e = np.exp(1.1 * (x - x.max(axis, keepdims=True))); return e / e.sum(axis=axis, keepdims=True)", []),
        ("return np.random.rand(*x.shape)", []),
        ("return np.zeros_like(x)", []),
    ],
)  # fmt: skip
def test_what_is_named(grader, library, body, names):
    diagnosis = grader.check(library.drill("softmax"), softmax_of(body)).diagnosis
    assert [diagnosis.mistake] * bool(diagnosis) == names if diagnosis else names == []


@pytest.mark.parametrize("examiners", [1, 2])
def test_a_factor_that_differs_between_checks_is_no_constant(library, examiners):
    source = b"""
import numpy as np
def clip_by_norm(grads, max_norm):
    norm = max(np.abs(g).max() for g in grads)
    factor = max_norm / norm if norm > max_norm else 1.0
    return [g * factor for g in grads], norm
"""
    with Grader(examiners=examiners) as grader:
        report = grader.check(library.drill("clip-by-norm"), source)
    assert report.verdict == "fail" and report.diagnosis is None


def test_none_as_a_part_of_the_answer_is_no_missing_return(grader, library):
    source = library.drill("clip-by-norm").reference().replace("return clipped, total_norm", "return clipped, None")
    report = grader.check(library.drill("clip-by-norm"), source.encode())
    assert report.verdict == "fail" and report.diagnosis is None


def test_where_infinity_was_expected_no_offset_is_named(grader, library):
    source = b"""
import numpy as np
def cross_entropy(p, q): return -np.sum(np.where(p > 0, p * np.log(np.maximum(q, 1e-300)), 0), -1)
def entropy(p): return cross_entropy(p, p)
def kl_divergence(p, q): return cross_entropy(p, q) - entropy(p)
"""
    report = grader.check(library.drill("entropy-kl"), source)
    assert report.verdict == "fail"
    assert report.diagnosis is None or not report.diagnosis.mistake.startswith("common.")


DOUBLE = Path(__file__).parent / "corpus" / "drill"


def doubling(folder):
    return Drill("corpus", decode(folder / "drill.toml", DrillFile), folder, folder)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("x *= 2.0; return x.copy()", "common.input-changed"),
        ("return 2.0 * x * (np.exp(x ** 3) / np.exp(x ** 3))", "common.overflow"),
        ("return 2.0 * x + 0.5", "common.constant-offset"),
        ("return (2.0 * x).ravel()", "common.wrong-shape"),
        ("return (2.0 * x).astype('f4')", "common.wrong-dtype"),
        ("return x * x", "squared"),
        ("return 2.0 * x.clip(-1, 1)", ""),
    ],
)
def test_what_is_named_where_only_one_mistake_is_known(grader, body, name):
    diagnosis = grader.check(doubling(DOUBLE), f"import numpy as np\ndef double(x):\n    {body}\n".encode()).diagnosis
    assert (diagnosis.mistake if diagnosis else "") == name


def test_one_that_shows_before_a_check_runs_out_of_time_is_named_and_at_once(grader, library):
    drill = library.drill("scalar-autograd")
    mistake = next(m for m in mistakes.known(drill.solution) if m.name == "visited-nodes-not-remembered")
    report = grader.check(drill, program(drill.solution, mistake).encode())
    assert report.verdict == "timeout" and report.diagnosis.mistake == mistake.name
    slow = sum(c.seconds for c in report.checks if "no answer within" in c.message)
    assert report.seconds < slow + 5  # one program that is replayed to its end takes so long by itself


ENDLESS = """
[[mistake]]
name = "endless-{number}"
caught_by = ["test_values"]
title = {en = "a vector tripled, and what has more axes without end", zh = "向量变成三倍，轴更多时永不结束"}
explanation = {en = "Not 2x.", zh = "不是 2x。"}
edit = [["return 2.0 * x", "while x.ndim > 1:\\n        pass\\n    return 3.0 * x"]]
"""


def test_a_mistake_is_ruled_out_by_its_first_answer(grader, tmp_path):
    shutil.copytree(DOUBLE, tmp_path, dirs_exist_ok=True)
    known, checks = tmp_path / "mistakes.toml", tmp_path / "checks.py"
    endless = [ENDLESS.replace("{number}", str(number)) for number in range(int(SECONDS / EACH) + 1)]
    known.write_text("".join([*endless, known.read_text()]))
    checks.write_text(checks.read_text().replace("    close(solution", "    solution.double(x.ravel())\n    close(solution", 1))
    report = grader.check(doubling(tmp_path), b"def double(x): return x * x")
    assert report.diagnosis.mistake == "squared" and not report.diagnosis.others
    assert report.seconds < SECONDS  # so long those of ours that never end would take


def test_two_mistakes_that_can_not_be_told_apart_are_both_named(grader, tmp_path):
    shutil.copytree(DOUBLE, tmp_path, dirs_exist_ok=True)
    known = tmp_path / "mistakes.toml"
    known.write_text(known.read_text() + known.read_text().replace("squared", "power").replace("x * x", "x ** 2"))
    diagnosis = grader.check(doubling(tmp_path), b"def double(x): return x * x").diagnosis
    assert [diagnosis.mistake, *(o.mistake for o in diagnosis.others)] == ["squared", "power"]
    assert diagnosis.confidence == 0.5 and diagnosis.explains_all


def test_a_pass_has_no_diagnosis(grader, library):
    drill = library.drill("adam")
    assert grader.check(drill, drill.reference().encode()).diagnosis is None


def test_the_same_mistake_with_other_names_is_found_in_a_stateful_drill(grader, library):
    drill = library.drill("adam")
    mistake = next(m for m in mistakes.known(drill.solution) if "bias" in m.name)
    source = (
        program(drill.solution, mistake)
        + "\n_inner = adam\n\ndef adam(w, dw, state):\n    a, b = _inner(w, dw, state)\n    return a, dict(b)\n"
    )
    diagnosis = grader.check(drill, source.encode()).diagnosis
    assert diagnosis is not None
    assert mistake.name in [diagnosis.mistake, *(o.mistake for o in diagnosis.others)]
    assert diagnosis.check


def test_lists_of_unequal_lengths_are_no_accident_and_break_nothing():
    from quizprep.grading.accidents import _array

    assert _array([1, [2, 3]]) is None and _array([1.0, 2.0]) is not None


def test_whatever_the_time_runs_out_in_only_the_diagnosis_ends():
    from quizprep.grading.codec import encode
    from quizprep.grading.diagnosis import Budget
    from quizprep.grading.objects import Objects, answer
    from quizprep.grading.solution import load_request

    objects, request = Objects(), encode(["call", "same", [list(range(20_000))], {}])
    answer(objects, load_request("def same(x): return x", [], 0))
    for _ in range(100):  # reading the request takes a third of the time: the alarm goes off in it sooner or later
        budget = Budget(10.0)
        with budget.spend(0.005):
            while True:
                answer(objects, request)
                budget.check()
        assert budget.over
