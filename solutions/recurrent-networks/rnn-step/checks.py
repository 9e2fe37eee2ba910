"""Hidden checks of rnn_step_forward and rnn_step_backward."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

NAMES = ("dx", "dprev_h", "dWx", "dWh", "db")


def draw(rng, n, d, h):
    """x, prev_h, Wx, Wh, b; next_h is well inside (-1, 1)."""
    x, prev_h = rng.normal(size=(n, d)), rng.uniform(-1, 1, size=(n, h))
    return x, prev_h, rng.normal(size=(d, h)) / d, rng.normal(size=(h, h)) / h, rng.normal(scale=0.7, size=h)


def forward(solution, args):
    """The submission's next_h and cache."""
    answer = solution.rnn_step_forward(*args)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "rnn_step_forward must return a pair (next_h, cache)")
    return answer


def backward(solution, dnext_h, cache):
    """The submission's gradients by name."""
    answer = solution.rnn_step_backward(dnext_h, cache)
    five = isinstance(answer, (tuple, list)) and len(answer) == 5
    require(five, "rnn_step_backward must return five arrays (dx, dprev_h, dWx, dWh, db)")
    return dict(zip(NAMES, answer))


def gradients_agree(solution, reference, rng, names):
    """The gradients in `names` are the reference's, for two sizes."""
    for n, d, h in ((3, 5, 4), (6, 2, 3)):
        args, dnext_h = draw(rng, n, d, h), rng.normal(size=(n, h))
        want = dict(zip(NAMES, reference.rnn_step_backward(dnext_h, reference.rnn_step_forward(*args)[1])))
        got = backward(solution, dnext_h, forward(solution, args)[1])
        for name in names:
            close(got[name], want[name], what=f"{name}, N={n}, D={d}, H={h}")


def test_forward(solution, reference, rng):
    for n, d, h in ((3, 5, 4), (6, 2, 3), (1, 4, 2)):
        args = draw(rng, n, d, h)
        close(forward(solution, args)[0], reference.rnn_step_forward(*args)[0], what=f"next_h, N={n}, D={d}, H={h}")


def test_large_inputs(solution, reference, rng):
    x, prev_h, Wx, Wh, b = draw(rng, 4, 3, 5)
    args = x * 5000.0, prev_h, Wx, Wh, b
    got, cache = forward(solution, args)
    want, kept = reference.rnn_step_forward(*args)
    close(got, want, what="next_h, x being in the thousands")
    dnext_h = rng.normal(size=(4, 5))
    gradients = backward(solution, dnext_h, cache)
    for name, part in zip(NAMES, reference.rnn_step_backward(dnext_h, kept)):
        got = np.add(gradients[name], 1.0)  # where tanh is flat, 0 and 1e-300 are equally right
        close(got, part + 1.0, what=f"1 + {name}, x being in the thousands")


def test_dx_and_dprev_h(solution, reference, rng):
    gradients_agree(solution, reference, rng, ("dx", "dprev_h"))


def test_dwx_and_dwh(solution, reference, rng):
    gradients_agree(solution, reference, rng, ("dWx", "dWh"))


def test_db(solution, reference, rng):
    gradients_agree(solution, reference, rng, ("db",))


def test_two_steps(solution, reference, rng):
    args = [draw(rng, 3, 4, 2) for _ in range(2)]
    caches = [forward(solution, a)[1] for a in args]
    for a, cache, what in zip(args, caches, ("first", "second")):
        dnext_h = rng.normal(size=(3, 2))
        want = reference.rnn_step_backward(dnext_h, reference.rnn_step_forward(*a)[1])
        got = backward(solution, dnext_h, cache)
        for name, part in zip(NAMES, want):
            close(got[name], part, what=f"{name} of the {what} of two forward steps")


def test_inputs_unchanged(solution, reference, rng):
    args, dnext_h = draw(rng, 3, 5, 4), rng.normal(size=(3, 4))
    want, kept = reference.rnn_step_forward(*args)
    got, cache = forward(solution, args)
    unchanged(solution)
    close(got, want, what="next_h")
    gradients = backward(solution, dnext_h, cache)
    unchanged(solution, 0)
    for name, part in zip(NAMES, reference.rnn_step_backward(dnext_h, kept)):
        close(gradients[name], part, what=name)
