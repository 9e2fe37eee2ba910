"""Hidden checks of lstm_step_forward and lstm_step_backward."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

NAMES = ("dx", "dprev_h", "dprev_c", "dWx", "dWh", "db")
SIZES = ((3, 5, 4), (6, 2, 3))


def draw(rng, n, d, h):
    """x, prev_h, prev_c, Wx, Wh, b; every gate well open, c large enough for tanh(c) to differ from c."""
    x, prev_h, prev_c = rng.normal(size=(n, d)), rng.uniform(-1, 1, size=(n, h)), rng.normal(scale=1.5, size=(n, h))
    Wx, Wh = rng.normal(size=(d, 4 * h)) / d**0.5, rng.normal(size=(h, 4 * h)) / h**0.5
    return x, prev_h, prev_c, Wx, Wh, rng.normal(scale=0.7, size=4 * h)


def forward(solution, args):
    """The submission's next_h, next_c and cache."""
    answer = solution.lstm_step_forward(*args)
    triple = isinstance(answer, (tuple, list)) and len(answer) == 3
    require(triple, "lstm_step_forward must return three things (next_h, next_c, cache)")
    return answer


def backward(solution, dnext_h, dnext_c, cache):
    """The submission's gradients by name."""
    answer = solution.lstm_step_backward(dnext_h, dnext_c, cache)
    six = isinstance(answer, (tuple, list)) and len(answer) == 6
    require(six, "lstm_step_backward must return six arrays (dx, dprev_h, dprev_c, dWx, dWh, db)")
    return dict(zip(NAMES, answer))


def gradients_agree(solution, reference, rng, names, h_part=1.0, c_part=1.0, what=""):
    """The gradients in `names` are the reference's, for two sizes."""
    for n, d, h in SIZES:
        args = draw(rng, n, d, h)
        dnext_h, dnext_c = h_part * rng.normal(size=(n, h)), c_part * rng.normal(size=(n, h))
        kept = reference.lstm_step_forward(*args)[2]
        want = dict(zip(NAMES, reference.lstm_step_backward(dnext_h, dnext_c, kept)))
        got = backward(solution, dnext_h, dnext_c, forward(solution, args)[2])
        for name in names:
            close(got[name], want[name], what=f"{name}, N={n}, D={d}, H={h}{what}")


def test_cell_state(solution, reference, rng):
    for n, d, h in SIZES:
        args = draw(rng, n, d, h)
        close(forward(solution, args)[1], reference.lstm_step_forward(*args)[1], what=f"next_c, N={n}, D={d}, H={h}")


def test_hidden_state(solution, reference, rng):
    for n, d, h in SIZES:
        args = draw(rng, n, d, h)
        close(forward(solution, args)[0], reference.lstm_step_forward(*args)[0], what=f"next_h, N={n}, D={d}, H={h}")


def test_large_inputs(solution, reference, rng):
    x, *rest = draw(rng, 4, 3, 5)
    args = x * 5000.0, *rest
    (want_h, want_c, _), (got_h, got_c, _) = reference.lstm_step_forward(*args), forward(solution, args)
    close(got_c, want_c, what="next_c, x being in the thousands")
    close(got_h, want_h, what="next_h, x being in the thousands")


def test_dprev_c(solution, reference, rng):
    gradients_agree(solution, reference, rng, ["dprev_c"])


def test_only_the_cell_has_a_gradient(solution, reference, rng):
    gradients_agree(solution, reference, rng, NAMES, h_part=0.0, what=", dnext_h being 0")


def test_only_the_output_has_a_gradient(solution, reference, rng):
    gradients_agree(solution, reference, rng, NAMES, c_part=0.0, what=", dnext_c being 0")


def test_dx_and_dprev_h(solution, reference, rng):
    gradients_agree(solution, reference, rng, ["dx", "dprev_h"])


def test_parameters(solution, reference, rng):
    gradients_agree(solution, reference, rng, ["dWx", "dWh", "db"])


def test_two_steps(solution, reference, rng):
    args = [draw(rng, 3, 4, 2) for _ in range(2)]
    caches = [forward(solution, a)[2] for a in args]
    for a, cache, what in zip(args, caches, ("first", "second")):
        dnext_h, dnext_c = rng.normal(size=(2, 3, 2))
        got = backward(solution, dnext_h, dnext_c, cache)
        want = reference.lstm_step_backward(dnext_h, dnext_c, reference.lstm_step_forward(*a)[2])
        for name, part in zip(NAMES, want):
            close(got[name], part, what=f"{name} of the {what} of two forward steps")


def test_inputs_unchanged(solution, reference, rng):
    args = draw(rng, 3, 5, 4)
    dnext_h, dnext_c = rng.normal(size=(2, 3, 4))
    want_h, want_c, kept = reference.lstm_step_forward(*args)
    got_h, got_c, cache = forward(solution, args)
    unchanged(solution)
    close(got_h, want_h, what="next_h")
    close(got_c, want_c, what="next_c")
    gradients = backward(solution, dnext_h, dnext_c, cache)
    unchanged(solution, 0, 1)
    for name, part in zip(NAMES, reference.lstm_step_backward(dnext_h, dnext_c, kept)):
        close(gradients[name], part, what=name)
