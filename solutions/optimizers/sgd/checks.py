"""Hidden checks of sgd."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

HYPER = {"learning_rate": 0.07, "weight_decay": 0.4}


def step(solution, w, dw, state):
    """One step of the submission, its answer's form looked at."""
    answer = solution.sgd(w, dw, state)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2 and isinstance(answer[1], dict)
    require(pair, "sgd must return a pair (w, state), where state is a dict")
    return answer[0], answer[1]


def test_first_step(solution, reference, rng):
    w, dw = rng.normal(size=(3, 5)), rng.normal(scale=2.0, size=(3, 5))
    got, _ = step(solution, w, dw, {})
    close(got, reference.sgd(w, dw, {})[0], what="w after one step, state = {}")


def test_hyperparameters(solution, reference, rng):
    for name, value in [("learning_rate", 0.3), ("weight_decay", 2.5), ("learning_rate", 0.0)]:
        w, dw = rng.normal(size=(5, 2)), rng.normal(size=(5, 2))
        got, _ = step(solution, w, dw, {name: value})
        close(got, reference.sgd(w, dw, {name: value})[0], what=f"w after one step, state = {{{name!r}: {value}}}")


def test_weight_decay(solution, reference, rng):
    for what, w in [("dw all 0", rng.normal(size=(4, 3))), ("dw not 0", rng.normal(size=(4, 3))), ("w of one axis", rng.normal(size=5))]:
        dw = rng.normal(size=w.shape) * (what != "dw all 0")
        got, _ = step(solution, w, dw, dict(HYPER))
        close(got, reference.sgd(w, dw, dict(HYPER))[0], what=f"w after one step with weight_decay 0.4, {what}")


def test_several_steps(solution, reference, rng):
    got = want = rng.normal(size=(2, 3, 4))
    state = dict(HYPER)
    for n, dw in enumerate(rng.normal(size=(5, 2, 3, 4)), 1):
        got, state = step(solution, got, dw, state)
        want, _ = reference.sgd(want, dw, HYPER)
        close(got, want, what=f"w after step {n}")


def test_two_parameters(solution, reference, rng):
    given = [dict(HYPER), {}, {"learning_rate": 0.2}]
    shapes = [(4, 3), (4, 3), (6,)]
    got = [rng.normal(size=shape) for shape in shapes]
    want, states = list(got), [dict(hyper) for hyper in given]
    for n in (1, 2):
        for i, shape in enumerate(shapes):
            dw = rng.normal(size=shape)
            got[i], states[i] = step(solution, got[i], dw, states[i])
            want[i], _ = reference.sgd(want[i], dw, given[i])
            close(got[i], want[i], what=f"parameter {i + 1} of 3 (hyper-parameters {given[i]}) after its step {n}")


def test_inputs_unchanged(solution, reference, rng):
    w, dw = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    want, _ = reference.sgd(w, dw, HYPER)
    got, _ = step(solution, w, dw, dict(HYPER))
    unchanged(solution, 0, 1)
    close(got, want, what="the returned w")
