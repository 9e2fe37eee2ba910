"""Hidden checks of adam."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

HYPER = {"learning_rate": 0.03, "beta1": 0.7, "beta2": 0.92, "epsilon": 0.004}


def step(solution, w, dw, state):
    """One step of the submission, its answer's form looked at."""
    answer = solution.adam(w, dw, state)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2 and isinstance(answer[1], dict)
    require(pair, "adam must return a pair (w, state), where state is a dict")
    return answer[0], answer[1]


def same_moments(got, want, what):
    """m, v and t of two states."""
    missing = [name for name in ("m", "v", "t") if name not in got]
    require(not missing, f"{what}: the returned state lacks {', '.join(missing)}", sorted(map(str, got)))
    for name in ("m", "v", "t"):
        close(got[name], want[name], what=f"state[{name!r}] {what}")


def gradients(rng, n, shape):
    """Gradients of many magnitudes, their sign changing from step to step."""
    return rng.normal(size=(n, *shape)) * 10.0 ** rng.uniform(-2, 1, size=shape)


def test_first_step(solution, reference, rng):
    w, (dw,) = rng.normal(scale=0.05, size=(3, 5)), gradients(rng, 1, (3, 5))
    got, _ = step(solution, w, dw, {})
    close(got, reference.adam(w, dw, {})[0], what="w after the first step, state = {}")


def test_moments(solution, reference, rng):
    w, grads = rng.normal(size=(4, 3)), gradients(rng, 3, (4, 3))
    state, wanted = {}, {}
    got, want = w, w
    for n, dw in enumerate(grads, 1):
        got, state = step(solution, got, dw, state)
        want, wanted = reference.adam(want, dw, wanted)
        same_moments(state, wanted, f"after step {n}")


def test_several_steps(solution, reference, rng):
    w, grads = rng.normal(size=(2, 3, 4)), gradients(rng, 6, (2, 3, 4))
    got, want, state, wanted = w, w, dict(HYPER), dict(HYPER)
    for n, dw in enumerate(grads, 1):
        got, state = step(solution, got, dw, state)
        want, wanted = reference.adam(want, dw, wanted)
        close(got, want, what=f"w after step {n}")


def test_hyperparameters(solution, reference, rng):
    for name, value in [*HYPER.items(), ("beta1", 0.0), ("learning_rate", 0.0)]:
        w, grads = rng.normal(scale=0.05, size=(5, 2)), gradients(rng, 3, (5, 2)) * 0.1
        got, want, state, wanted = w, w, {name: value}, {name: value}
        for n, dw in enumerate(grads, 1):
            got, state = step(solution, got, dw, state)
            want, wanted = reference.adam(want, dw, wanted)
            close(got, want, what=f"w after step {n}, state = {{{name!r}: {value}}}")


def test_epsilon(solution, reference, rng):
    hyper = {"learning_rate": 0.2, "epsilon": 0.05}
    w, grads = rng.normal(scale=0.1, size=(3, 4)), rng.normal(scale=0.05, size=(3, 3, 4))
    got, want, state, wanted = w, w, dict(hyper), dict(hyper)
    for n, dw in enumerate(grads, 1):
        got, state = step(solution, got, dw, state)
        want, wanted = reference.adam(want, dw, wanted)
        close(got, want, what=f"w after step {n}, gradients about as large as epsilon")


def test_zero_gradient(solution, reference, rng):
    w, grads = rng.normal(size=(3, 4)), gradients(rng, 2, (3, 4))
    grads[:, [0, 1, 2], [1, 3, 0]] = 0.0
    got, want, state, wanted = w, w, {"learning_rate": 0.1}, {"learning_rate": 0.1}
    for n, dw in enumerate(grads, 1):
        got, state = step(solution, got, dw, state)
        want, wanted = reference.adam(want, dw, wanted)
        close(got, want, what=f"w after step {n}, three gradients being 0")


def test_resumed_state(solution, reference, rng):
    w, (dw,) = rng.normal(size=7), gradients(rng, 1, (7,))
    m, v, t = rng.normal(size=7), rng.uniform(0.1, 2.0, size=7), int(rng.integers(3, 9))
    saved = {**HYPER, "m": m, "v": v, "t": t}
    want, wanted = reference.adam(w, dw, dict(saved))
    got, state = step(solution, w, dw, saved)
    close(got, want, what="w after one step from a saved state")
    same_moments(state, wanted, "one step after a saved state")


def test_two_parameters(solution, reference, rng):
    shapes = [(4, 3), (4, 3), (5,)]
    got = [rng.normal(size=shape) for shape in shapes]
    grads = [gradients(rng, 3, shape) for shape in shapes]
    want, states, wanted = list(got), [dict(HYPER) for _ in shapes], [dict(HYPER) for _ in shapes]
    for n in range(3):
        for i in range(len(shapes)):
            got[i], states[i] = step(solution, got[i], grads[i][n], states[i])
            want[i], wanted[i] = reference.adam(want[i], grads[i][n], wanted[i])
            close(got[i], want[i], what=f"parameter {i + 1} of 3 after its step {n + 1}")


def test_inputs_unchanged(solution, reference, rng):
    w, (dw,) = rng.normal(size=(3, 4)), gradients(rng, 1, (3, 4))
    got, _ = step(solution, w, dw, dict(HYPER))
    unchanged(solution, 0, 1)
    close(got, reference.adam(w, dw, dict(HYPER))[0], what="the returned w")
