"""Hidden checks of nesterov."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

HYPER = {"learning_rate": 0.07, "momentum": 0.75}
RATES = (0.2, 0.2, 0.02, 0.0, 0.1)


def step(solution, w, dw, state):
    """One step of the submission, its answer's form looked at."""
    answer = solution.nesterov(w, dw, state)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2 and isinstance(answer[1], dict)
    require(pair, "nesterov must return a pair (w, state), where state is a dict")
    return answer[0], answer[1]


def same_velocity(got, want, what):
    """The velocity of two states."""
    require("velocity" in got, f"{what}: the returned state lacks velocity", sorted(map(str, got)))
    close(got["velocity"], want["velocity"], what=f"state['velocity'] {what}")


def test_first_step(solution, reference, rng):
    w, dw = rng.normal(size=(3, 5)), rng.normal(scale=2.0, size=(3, 5))
    got, _ = step(solution, w, dw, {})
    close(got, reference.nesterov(w, dw, {})[0], what="w after the first step, state = {}")


def test_velocity(solution, reference, rng):
    got = want = rng.normal(size=(4, 3))
    state, wanted = {}, {}
    for n, dw in enumerate(rng.normal(size=(3, 4, 3)), 1):
        got, state = step(solution, got, dw, state)
        want, wanted = reference.nesterov(want, dw, wanted)
        same_velocity(state, wanted, f"after step {n}")


def test_several_steps(solution, reference, rng):
    got = want = rng.normal(size=(2, 3, 4))
    state, wanted = dict(HYPER), dict(HYPER)
    for n, dw in enumerate(rng.normal(size=(6, 2, 3, 4)), 1):
        got, state = step(solution, got, dw, state)
        want, wanted = reference.nesterov(want, dw, wanted)
        close(got, want, what=f"w after step {n}")


def test_textbook_form(solution, reference, rng):
    stiffness, shift = rng.uniform(0.5, 4.0, size=(2, 4, 3))
    theta, v, lr, mu = rng.normal(size=(4, 3)), np.zeros((4, 3)), 0.08, 0.7

    def gradient(w):
        return stiffness * w + 0.3 * (w - shift) ** 3

    w, state = theta, {"learning_rate": lr, "momentum": mu}
    for n in range(1, 7):
        w, state = step(solution, w, gradient(np.asarray(w)), state)
        v = mu * v - lr * gradient(theta + mu * v)
        theta = theta + v
        close(w, theta + mu * v, what=f"w after step {n}, against theta + mu v of the textbook's form")


def test_hyperparameters(solution, reference, rng):
    for name, value in [("learning_rate", 0.3), ("momentum", 0.4), ("momentum", 0.0)]:
        got = want = rng.normal(scale=0.1, size=(5, 2))
        state, wanted = {name: value}, {name: value}
        for n, dw in enumerate(rng.normal(size=(3, 5, 2)), 1):
            got, state = step(solution, got, dw, state)
            want, wanted = reference.nesterov(want, dw, wanted)
            close(got, want, what=f"w after step {n}, state = {{{name!r}: {value}}}")


def test_learning_rate_changed(solution, reference, rng):
    got = want = rng.normal(size=(3, 4))
    state, wanted = dict(HYPER), dict(HYPER)
    for lr, dw in zip(RATES, rng.normal(size=(5, 3, 4)), strict=True):
        state, wanted = {**state, "learning_rate": lr}, {**wanted, "learning_rate": lr}
        got, state = step(solution, got, dw, state)
        want, wanted = reference.nesterov(want, dw, wanted)
        close(got, want, what=f"w after a step with learning_rate {lr} (the rates are {RATES})")


def test_resumed_state(solution, reference, rng):
    w, dw, velocity = rng.normal(size=(3, 7))
    saved = {**HYPER, "velocity": velocity}
    want, wanted = reference.nesterov(w, dw, dict(saved))
    got, state = step(solution, w, dw, saved)
    close(got, want, what="w after one step from a saved state")
    same_velocity(state, wanted, "one step after a saved state")


def test_two_parameters(solution, reference, rng):
    shapes = [(4, 3), (4, 3), (5,)]
    got = [rng.normal(size=shape) for shape in shapes]
    want, states, wanted = list(got), [dict(HYPER), {}, {}], [dict(HYPER), {}, {}]
    for n in range(3):
        for i, shape in enumerate(shapes):
            dw = rng.normal(size=shape)
            got[i], states[i] = step(solution, got[i], dw, states[i])
            want[i], wanted[i] = reference.nesterov(want[i], dw, wanted[i])
            close(got[i], want[i], what=f"parameter {i + 1} of 3 after its step {n + 1}")


def test_inputs_unchanged(solution, reference, rng):
    w, dw, velocity = rng.normal(size=(3, 3, 4))
    want, _ = reference.nesterov(w, dw, {**HYPER, "velocity": velocity})
    got, _ = step(solution, w, dw, {**HYPER, "velocity": velocity})
    unchanged(solution, 0, 1)
    close(got, want, what="the returned w")
