"""Hidden checks of rmsprop."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

HYPER = {"learning_rate": 0.07, "decay_rate": 0.8, "epsilon": 0.02}


def step(solution, w, dw, state):
    """One step of the submission, its answer's form looked at."""
    answer = solution.rmsprop(w, dw, state)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2 and isinstance(answer[1], dict)
    require(pair, "rmsprop must return a pair (w, state), where state is a dict")
    return answer[0], answer[1]


def same_cache(got, want, what):
    """The cache of two states."""
    require("cache" in got, f"{what}: the returned state lacks cache", sorted(map(str, got)))
    close(got["cache"], want["cache"], what=f"state['cache'] {what}")


def gradients(rng, n, shape):
    """Gradients of many magnitudes, their sign changing from step to step."""
    return rng.normal(size=(n, *shape)) * 10.0 ** rng.uniform(-1.5, 1, size=shape)


def follow(solution, reference, w, grads, hyper, what=""):
    """Several steps of both, w compared after each."""
    got = want = w
    state, wanted = dict(hyper), dict(hyper)
    for n, dw in enumerate(grads, 1):
        got, state = step(solution, got, dw, state)
        want, wanted = reference.rmsprop(want, dw, wanted)
        close(got, want, what=f"w after step {n}{what}")


def test_first_step(solution, reference, rng):
    w, (dw,) = rng.normal(scale=0.05, size=(3, 5)), gradients(rng, 1, (3, 5))
    got, _ = step(solution, w, dw, {})
    close(got, reference.rmsprop(w, dw, {})[0], what="w after the first step, state = {}")


def test_cache(solution, reference, rng):
    got = want = rng.normal(size=(4, 3))
    state, wanted = {}, {}
    for n, dw in enumerate(gradients(rng, 3, (4, 3)), 1):
        got, state = step(solution, got, dw, state)
        want, wanted = reference.rmsprop(want, dw, wanted)
        same_cache(state, wanted, f"after step {n}")


def test_several_steps(solution, reference, rng):
    follow(solution, reference, rng.normal(size=(2, 3, 4)), gradients(rng, 6, (2, 3, 4)), HYPER)


def test_hyperparameters(solution, reference, rng):
    for name, value in [("learning_rate", 0.3), ("decay_rate", 0.6), ("epsilon", 0.5), ("decay_rate", 0.0), ("learning_rate", 0.0)]:
        w, grads = rng.normal(scale=0.05, size=(5, 2)), gradients(rng, 3, (5, 2))
        follow(solution, reference, w, grads, {name: value}, f", state = {{{name!r}: {value}}}")


def test_epsilon(solution, reference, rng):
    w, grads = rng.normal(scale=0.05, size=(3, 4)), rng.normal(scale=0.05, size=(3, 3, 4))
    hyper = {"learning_rate": 0.2, "epsilon": 0.05}
    follow(solution, reference, w, grads, hyper, ", gradients about as large as epsilon")
    what = ", gradients about as large as the default epsilon"
    follow(solution, reference, w, grads * 2e-7, {"learning_rate": 0.2}, what)
    follow(solution, reference, w, grads * 2e-7, {"learning_rate": 0.2, "epsilon": 0.0}, what + ", which is 0 here")


def test_zero_gradient(solution, reference, rng):
    w, grads = rng.normal(size=(3, 4)), gradients(rng, 2, (3, 4))
    grads[:, [0, 1, 2], [1, 3, 0]] = 0.0
    follow(solution, reference, w, grads, {"learning_rate": 0.1}, ", three gradients being 0")


def test_resumed_state(solution, reference, rng):
    w, (dw,) = rng.normal(size=7), gradients(rng, 1, (7,))
    saved = {**HYPER, "cache": rng.uniform(0.1, 2.0, size=7)}
    want, wanted = reference.rmsprop(w, dw, dict(saved))
    got, state = step(solution, w, dw, saved)
    close(got, want, what="w after one step from a saved state")
    same_cache(state, wanted, "one step after a saved state")


def test_two_parameters(solution, reference, rng):
    shapes = [(4, 3), (4, 3), (5,)]
    got = [rng.normal(size=shape) for shape in shapes]
    grads = [gradients(rng, 3, shape) for shape in shapes]
    want, states, wanted = list(got), [dict(HYPER), {}, {}], [dict(HYPER), {}, {}]
    for n in range(3):
        for i in range(len(shapes)):
            got[i], states[i] = step(solution, got[i], grads[i][n], states[i])
            want[i], wanted[i] = reference.rmsprop(want[i], grads[i][n], wanted[i])
            close(got[i], want[i], what=f"parameter {i + 1} of 3 after its step {n + 1}")


def test_inputs_unchanged(solution, reference, rng):
    w, (dw,) = rng.normal(size=(3, 4)), gradients(rng, 1, (3, 4))
    want, _ = reference.rmsprop(w, dw, HYPER)
    got, _ = step(solution, w, dw, dict(HYPER))
    unchanged(solution, 0, 1)
    close(got, want, what="the returned w")
