"""Hidden checks of rnn_forward and rnn_backward."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

NAMES = ("dx", "dh0", "dWx", "dWh", "db")
SIZES = ((3, 6, 5, 4), (5, 4, 2, 3))


def draw(rng, n, t, d, h):
    """x, h0, Wx, Wh, b; gradients survive a few steps."""
    x, h0 = rng.normal(size=(n, t, d)), rng.uniform(-1, 1, size=(n, h))
    Wx, Wh = rng.normal(size=(d, h)) * 0.6 / d**0.5, rng.normal(size=(h, h)) / h**0.5
    return x, h0, Wx, Wh, rng.normal(scale=0.3, size=h)


def forward(solution, args):
    """The submission's h and cache."""
    answer = solution.rnn_forward(*args)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "rnn_forward must return a pair (h, cache)")
    return answer


def backward(solution, dh, cache):
    """The submission's gradients by name."""
    answer = solution.rnn_backward(dh, cache)
    five = isinstance(answer, (tuple, list)) and len(answer) == 5
    require(five, "rnn_backward must return five arrays (dx, dh0, dWx, dWh, db)")
    return dict(zip(NAMES, answer))


def gradients_agree(solution, reference, args, dh, names=NAMES, what=""):
    """The gradients in `names` are the reference's."""
    want = dict(zip(NAMES, reference.rnn_backward(dh, reference.rnn_forward(*args)[1])))
    got = backward(solution, dh, forward(solution, args)[1])
    (n, t, d), h = args[0].shape, len(args[4])
    for name in names:
        close(got[name], want[name], what=f"{name}, N={n}, T={t}, D={d}, H={h}{what}")


def test_forward(solution, reference, rng):
    for n, t, d, h in SIZES:
        args = draw(rng, n, t, d, h)
        close(forward(solution, args)[0], reference.rnn_forward(*args)[0], what=f"h, N={n}, T={t}, D={d}, H={h}")


def test_dx(solution, reference, rng):
    for n, t, d, h in SIZES:
        gradients_agree(solution, reference, draw(rng, n, t, d, h), rng.normal(size=(n, t, h)), ["dx"])
    gradients_agree(solution, reference, draw(rng, 2, 20, 3, 4), 20.0 * rng.normal(size=(2, 20, 4)), ["dx"], ", dh about 20")


def test_loss_at_the_end(solution, reference, rng):
    for n, t, d, h in SIZES:
        dh = np.zeros((n, t, h))
        dh[:, -1] = rng.normal(size=(n, h))
        what = ", dh being 0 but at the last step"
        gradients_agree(solution, reference, draw(rng, n, t, d, h), dh, ["dx", "dh0"], what)


def test_dh0(solution, reference, rng):
    for n, t, d, h in SIZES:
        gradients_agree(solution, reference, draw(rng, n, t, d, h), rng.normal(size=(n, t, h)), ["dh0"])


def test_weights(solution, reference, rng):
    for n, t, d, h in SIZES:
        gradients_agree(solution, reference, draw(rng, n, t, d, h), rng.normal(size=(n, t, h)), ["dWx", "dWh"])


def test_bias(solution, reference, rng):
    for n, t, d, h in SIZES:
        gradients_agree(solution, reference, draw(rng, n, t, d, h), rng.normal(size=(n, t, h)), ["db"])


def test_single_step(solution, reference, rng):
    args = draw(rng, 4, 1, 3, 2)
    close(forward(solution, args)[0], reference.rnn_forward(*args)[0], what="h, T=1")
    gradients_agree(solution, reference, args, rng.normal(size=(4, 1, 2)))


def test_inputs_unchanged(solution, reference, rng):
    args, dh = draw(rng, 3, 4, 5, 2), rng.normal(size=(3, 4, 2))
    want, kept = reference.rnn_forward(*args)
    got, cache = forward(solution, args)
    unchanged(solution)
    close(got, want, what="h")
    gradients = backward(solution, dh, cache)
    unchanged(solution, 0)
    for name, part in zip(NAMES, reference.rnn_backward(dh, kept)):
        close(gradients[name], part, what=name)
