"""Hidden checks of dropout."""

import numpy as np

from quizprep.grading.checking import Rng, close, raises, require, statistic, unchanged


def param(rng, p, mode="train"):
    """A dropout_param with a generator of its own."""
    return {"p": p, "mode": mode, "rng": Rng(int(rng.integers(2**31)))}


def data(rng, *shape):
    """Numbers of both signs, none of them 0 or near it."""
    return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.5, 3.0, size=shape)


def forward(solution, x, dropout_param):
    """out and the cache."""
    answer = solution.dropout_forward(x, dropout_param)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "dropout_forward must return a pair (out, cache)")
    return answer[0], answer[1]


def mask_of(out, x, p, what="out"):
    """Which elements were kept (x has no zeros), after each was found to be 0 or x / (1 - p)."""
    close(np.shape(out), x.shape, what=f"the shape of {what}")
    kept = np.array(out, dtype=float) != 0
    close(out, np.where(kept, x / (1 - p), 0.0), what=f"{what} with p = {p}, where it isn't 0")
    return kept


def test_train_values(solution, reference, rng):
    for shape, p in [((6, 5), 0.2), ((4, 3, 5, 2), 0.7), ((9,), 0.35)]:
        x = data(rng, *shape)
        mask_of(forward(solution, x, param(rng, p))[0], x, p, f"out of shape {shape}")
    x = np.asarray(data(rng))
    mask_of(forward(solution, x, param(rng, 0.3))[0], x, 0.3, "out of a single number, an array of shape ()")
    x = data(rng, 7, 4)
    close(forward(solution, x, param(rng, 0.0))[0], x, what="out with p = 0, where nothing is dropped")


def test_drop_rate(solution, reference, rng):
    for p in (0.15, 0.8):
        x = data(rng, 60, 70)
        out = np.array(forward(solution, x, param(rng, p))[0], dtype=float)
        statistic(np.mean(out == 0), p, np.sqrt(p * (1 - p) / x.size), f"the share of zeros with p = {p}")


def test_elements_independent(solution, reference, rng):
    for shape in [(150, 110), (20, 9, 11, 8)]:
        x, p = data(rng, *shape), 0.4
        kept = mask_of(forward(solution, x, param(rng, p))[0], x, p)
        noise = (kept - (1 - p)) / np.sqrt(p * (1 - p))
        for axis in range(x.ndim):
            first, second = np.delete(noise, 0, axis), np.delete(noise, -1, axis)
            what = f"the correlation of neighbours along axis {axis}, x of shape {shape},"
            statistic(np.mean(first * second), 0.0, 1 / np.sqrt(first.size), what)
    x = data(rng, 3, 4)
    counts = {int(mask_of(forward(solution, x, param(rng, 0.4))[0], x, 0.4).sum()) for _ in range(30)}
    require(len(counts) > 1, f"always exactly {min(counts)} of 12 elements are kept: each must be drawn for itself")


def test_uses_rng(solution, reference, rng):
    x = data(rng, 9, 7)
    one, other = param(rng, 0.5), param(rng, 0.5)
    first, again = forward(solution, x, one)[0], forward(solution, x, one)[0]
    close(again, first, what="out, called again with a generator of the same seed")
    second = forward(solution, x, other)[0]
    same = np.array_equal(np.array(first, dtype=float), np.array(second, dtype=float))
    require(not same, "two different seeds give the same mask: draw from dropout_param['rng'] in every call")


def test_test_mode(solution, reference, rng):
    for p in (0.6, 0.25):
        x = data(rng, 5, 4)
        close(forward(solution, x, param(rng, p, "test"))[0], x, what=f"out in 'test' mode, p = {p}")
        out, cache = forward(solution, x, {"p": p, "mode": "test"})
        close(out, x, what=f"out in 'test' mode, p = {p}, no rng given")
        dout = data(rng, 5, 4)
        close(solution.dropout_backward(dout, cache), dout, what="dx in 'test' mode")


def test_backward(solution, reference, rng):
    runs = []
    for shape, p in [((6, 8), 0.3), ((6, 8), 0.75), ((3, 4, 2, 5), 0.5)]:
        x = data(rng, *shape)
        out, cache = forward(solution, x, param(rng, p))
        runs.append((mask_of(out, x, p), p, cache))
    for n, (kept, p, cache) in enumerate(runs, 1):
        dout = rng.normal(size=kept.shape)
        dout[rng.random(kept.shape) < 0.2] = 0.0
        what = f"dx of forward pass {n} of 3, whose backward passes follow after the third"
        close(solution.dropout_backward(dout, cache), np.where(kept, dout / (1 - p), 0.0), what=what)
    x, dout = data(rng, 4, 3), data(rng, 4, 3)
    _, cache = forward(solution, x, param(rng, 0.0))
    close(solution.dropout_backward(dout, cache), dout, what="dx with p = 0, where nothing was dropped")


def test_backward_where_x_is_zero(solution, reference, rng):
    x, p = np.maximum(rng.normal(size=(50, 80)), 0.0), 0.3
    out, cache = forward(solution, x, param(rng, p))
    dout = data(rng, 50, 80)
    dx = solution.dropout_backward(dout, cache)
    passed = mask_of(dx, dout, p, "dx")
    zero = x == 0
    close(passed[~zero], np.array(out, dtype=float)[~zero] != 0, what="where dx isn't 0, among the positive x")
    share, n = passed[zero].mean(), int(zero.sum())
    what = "the share of gradients that pass where x = 0, as after a ReLU,"
    statistic(share, 1 - p, np.sqrt(p * (1 - p) / n), what)


def test_unknown_mode(solution, reference, rng):
    for mode in ("eval", "Train"):
        raises(solution.dropout_forward, ValueError, data(rng, 4, 3), param(rng, 0.5, mode))


def test_inputs_unchanged(solution, reference, rng):
    for mode in ("train", "test"):
        x, dout = data(rng, 5, 6), data(rng, 5, 6)
        out, cache = forward(solution, x, param(rng, 0.4, mode))
        unchanged(solution, 0)
        dx = solution.dropout_backward(dout, cache)
        unchanged(solution, 0)
        if mode == "train":
            close(dx, np.where(mask_of(out, x, 0.4), dout / 0.6, 0.0), what="dx")
        else:
            close(out, x, what="out in 'test' mode")
