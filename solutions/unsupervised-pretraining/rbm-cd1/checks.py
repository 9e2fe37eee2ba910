"""Hidden checks of cd1."""

import itertools

import numpy as np

from quizprep.grading.checking import Rng, close, require, statistic, unchanged


def sigmoid(x):
    """The logistic function."""
    return 0.5 * (1 + np.tanh(0.5 * x))


def ask(solution, rng, *arrays):
    """The dict of the submission, its form looked at."""
    got = solution.cd1(*arrays, Rng(int(rng.integers(1 << 30))))
    require(isinstance(got, dict), "cd1 must return a dict", got)
    require(
        set(got) == {"W", "b", "c"}, "the dict must have the keys W, b and c", sorted(map(str, got)), ["W", "b", "c"]
    )
    return got


def directions(v0, h0, w, b, c):
    """What cd1 gives once h0 is drawn: row by row, before the batch average."""
    ph0, v1 = sigmoid(v0 @ w + c), sigmoid(h0 @ w.T + b)
    ph1 = sigmoid(v1 @ w + c)
    return {"W": v0[:, :, None] * ph0[:, None, :] - v1[:, :, None] * ph1[:, None, :], "b": v0 - v1, "c": ph0 - ph1}


def same(got, want, what):
    """Three gradients."""
    for name in ("W", "b", "c"):
        close(got[name], want[name], what=f"grads[{name!r}], {what}")


def test_saturated_hidden_units(solution, reference, rng):
    n, d, h = 3, 5, 4
    v1 = rng.uniform(0.2, 0.8, size=d)
    v0 = np.array(list(itertools.product([0.0, 1.0], repeat=d)))[rng.choice(1 << d, size=n, replace=False)]
    w = np.zeros((d, h))
    for j in range(h):
        reach = np.zeros(n)
        while np.abs(reach).min() < 0.3 or np.ptp(np.sign(reach)) > 0:
            direction = rng.normal(size=d)
            reach = (v0 - v1) @ direction
        w[:, j] = direction * 50 / np.abs(reach).min()
    c = rng.normal(size=h) - v1 @ w
    h0 = (v0 @ w + c > 0).astype(float)
    b = np.log(v1 / (1 - v1)) - w @ h0[0]
    want = {name: rows.mean(axis=0) for name, rows in directions(v0, h0, w, b, c).items()}
    same(ask(solution, rng, v0, w, b, c), want, "every hidden unit being on or off with certainty")


def test_certain_units(solution, reference, rng):
    n, d, h = 5, 6, 3
    while True:
        w, b, c = rng.normal(size=(d, h)) * 300, rng.normal(size=d) * 300, rng.normal(size=h) * 300
        v0 = (rng.random((n, d)) < 0.5).astype(float)
        h0 = (v0 @ w + c > 0).astype(float)
        inputs = v0 @ w + c, h0 @ w.T + b, sigmoid(h0 @ w.T + b) @ w + c
        certain = min(np.abs(x).min() for x in inputs) > 45
        want = {name: rows.mean(axis=0) for name, rows in directions(v0, h0, w, b, c).items()}
        telling = min(np.abs(rows).max() for rows in want.values()) > 0.1
        if certain and telling and 900 < max(x.max() for x in inputs) < 5000 and len(np.unique(h0, axis=0)) > 2:
            break
    same(ask(solution, rng, v0, w, b, c), want, "all probabilities being 0 or 1")


def test_zero_weights(solution, reference, rng):
    d, h = 3, 6
    batch = np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    b, c, w = rng.normal(size=d), rng.normal(size=h), np.zeros((d, h))
    for v0 in (batch, batch[:1]):
        what = f"W being all zeros, {len(v0)} samples" if len(v0) > 1 else "W being all zeros, one sample"
        want = {name: rows.mean(axis=0) for name, rows in directions(v0, np.zeros((len(v0), h)), w, b, c).items()}
        # the data's and the reconstruction's hidden probabilities are equal, so nothing but rounding is left for c
        got = ask(solution, rng, v0, w, b, c)
        close(got["W"], want["W"], what=f"grads['W'], {what}")
        close(got["b"], want["b"], what=f"grads['b'], {what}")
        close(np.asarray(got["c"]) + 1.0, want["c"] + 1.0, what=f"grads['c'] + 1, {what}")


def test_expected_gradient(solution, reference, rng):
    signs = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])
    w = signs * rng.uniform(2.5, 3.5, size=(3, 2))
    b, c = rng.uniform(-0.5, 0.5, size=3), rng.uniform(-0.4, 0.4, size=2)
    kinds, times = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0]]), 8000
    v0 = kinds[rng.permutation(np.repeat(np.arange(3), times))]
    mean, square = ({name: 0.0 for name in "Wbc"} for _ in range(2))
    for state in itertools.product([0.0, 1.0], repeat=2):
        h0 = np.tile(state, (3, 1))
        ph0 = sigmoid(kinds @ w + c)
        chance = np.where(h0 > 0, ph0, 1 - ph0).prod(axis=1)
        for name, rows in directions(kinds, h0, w, b, c).items():
            weight = chance.reshape(-1, *[1] * (rows.ndim - 1))
            mean[name] = mean[name] + weight * rows
            square[name] = square[name] + weight * rows**2
    got = ask(solution, rng, v0, w, b, c)
    for name, shape in (("W", (3, 2)), ("b", (3,)), ("c", (2,))):
        value = np.asarray(got[name], dtype=float)
        require(value.shape == shape, f"grads[{name!r}]: the shape is {value.shape}, expected {shape}")
        error = np.sqrt((square[name] - mean[name] ** 2).sum(axis=0) * times) / (3 * times) + 1e-6
        want = mean[name].mean(axis=0)
        for i in np.ndindex(shape):
            statistic(value[i], want[i], error[i], f"grads[{name!r}]{list(i)}, averaged over {3 * times} samples,")


def test_randomness_from_rng(solution, reference, rng):
    v0 = (rng.random((8, 5)) < 0.5).astype(float)
    w, b, c = rng.normal(scale=2.0, size=(5, 3)), rng.normal(size=5), rng.normal(size=3)
    seed = int(rng.integers(1 << 30))
    first, again, other = (solution.cd1(v0, w, b, c, Rng(s)) for s in (seed, seed, seed + 1))
    require(all(isinstance(g, dict) and "W" in g for g in (first, again, other)), "cd1 must return a dict with W, b, c")
    close(again["W"], first["W"], what="grads['W'], the same seed once more")
    differ = not np.array_equal(np.asarray(first["W"]), np.asarray(other["W"]))
    require(differ, "two differently seeded generators gave the same grads['W']: sample h0, from the rng argument")


def test_inputs_unchanged(solution, reference, rng):
    v0 = (rng.random((4, 3)) < 0.5).astype(float)
    b, c = rng.normal(size=3), rng.normal(size=5)
    want = directions(v0, np.zeros((4, 5)), np.zeros((3, 5)), b, c)["b"].mean(axis=0)
    got = ask(solution, rng, v0, np.zeros((3, 5)), b, c)
    unchanged(solution, 0, 1, 2, 3)
    close(got["b"], want, what="grads['b'], W being all zeros")
