"""Hidden checks of he."""

from functools import partial

import numpy as np

from quizprep.grading.checking import Function, Rng, close, fail, require, statistic


def seed(rng):
    """A fresh seed for the submission's rng."""
    return Rng(int(rng.integers(2**31)))


def fans(rng):
    """A wide layer and a tall one: no scheme gets both right but the one asked for."""
    wide = int(rng.integers(120, 160)), int(rng.integers(420, 480))
    tall = int(rng.integers(520, 580)), int(rng.integers(100, 130))
    return [wide, tall]


def drawn(got, fan_in, fan_out, name):
    """The weights as an array, after their type and shape were looked at."""
    close(np.shape(got), (fan_in, fan_out), what=f"the shape of {name}({fan_in}, {fan_out}, rng)")
    weights = np.asarray(got)
    require(weights.dtype.kind == "f", f"{name} must return floats, not {weights.dtype}")
    require(bool(np.isfinite(weights).all()), f"{name}({fan_in}, {fan_out}, rng) has weights that are nan or inf")
    return weights.astype(float)


def mean_and_variance(weights, kurtosis, name):
    """The first two moments; `kurtosis` is E[W^4] / Var^2 of the right distribution."""
    (fan_in, fan_out), n = weights.shape, weights.size
    var = 2 / fan_in
    what = f"of {name}({fan_in}, {fan_out}, rng), {n} weights"
    statistic(weights.mean(), 0.0, np.sqrt(var / n), f"the mean {what}")
    statistic(np.mean(weights**2), var, var * np.sqrt((kurtosis - 1) / n), f"the variance {what}")


def share(inside, want, what):
    """The share of True in `inside`."""
    statistic(np.mean(inside), want, np.sqrt(want * (1 - want) / np.size(inside)), what)


def test_shape(solution, reference, rng):
    for fan_in, fan_out in [(5, 3), (2, 9), (1, 4), (6, 1)]:
        for name in ("he_uniform", "he_normal"):
            got = getattr(solution, name)(fan_in, fan_out, seed(rng))
            drawn(got, fan_in, fan_out, name)
            dtype = np.asarray(got).dtype
            require(dtype == np.float64, f"{name} must return float64, not {dtype}")


def test_uniform_mean_and_variance(solution, reference, rng):
    for fan in fans(rng):
        weights = drawn(solution.he_uniform(*fan, seed(rng)), *fan, "he_uniform")
        mean_and_variance(weights, 1.8, "he_uniform")


def test_uniform_bound(solution, reference, rng):
    for fan in fans(rng):
        signed = drawn(solution.he_uniform(*fan, seed(rng)), *fan, "he_uniform")
        weights = np.abs(signed)
        bound, call = np.sqrt(6 / fan[0]), f"he_uniform{(*fan, 'rng')}".replace("'", "")
        top = weights.max()
        if top > bound * (1 + 1e-6):
            fail(f"{call} has a weight of size {top:.5f}, beyond the bound {bound:.5f}")
        if top < bound * 0.99:
            fail(f"the largest weight of {call} is {top:.5f}; they should reach up to {bound:.5f}")
        for part in (0.25, 0.5, 0.75):
            share(weights < part * bound, part, f"the share of {call} within {part} of the bound")
        share(signed < 0, 0.5, f"the share of {call} below 0")


def test_normal_mean_and_variance(solution, reference, rng):
    for fan in fans(rng):
        weights = drawn(solution.he_normal(*fan, seed(rng)), *fan, "he_normal")
        mean_and_variance(weights, 3.0, "he_normal")


def test_normal_bell(solution, reference, rng):
    within = {0.5: 0.3829249225, 1.0: 0.6826894921, 2.0: 0.9544997361, 3.2: 0.9986257242}
    for fan in fans(rng):
        weights = drawn(solution.he_normal(*fan, seed(rng)), *fan, "he_normal")
        std, call = np.sqrt(2 / fan[0]), f"he_normal{(*fan, 'rng')}".replace("'", "")
        for k, want in within.items():
            share(np.abs(weights) < k * std, want, f"the share of {call} within {k} standard deviations of 0")
        share(weights < 0, 0.5, f"the share of {call} below 0")


def test_uses_rng(solution, reference, rng):
    one, other = (int(n) for n in rng.choice(2**31, size=2, replace=False))
    for name in ("he_uniform", "he_normal"):
        draw = getattr(solution, name)
        first = drawn(draw(7, 4, Rng(one)), 7, 4, name)
        again = drawn(draw(7, 4, Rng(one)), 7, 4, name)
        close(again, first, what=f"{name} called again with a generator of the same seed")
        differs = np.asarray(drawn(draw(7, 4, Rng(other)), 7, 4, name)) != first
        require(bool(differs.all()), f"{name} gives the same weights for different seeds: draw from rng")
        generator = solution.apply(Function("lambda rng: rng"), Rng(one))
        layers = [drawn(draw(7, 4, generator), 7, 4, name) for _ in range(2)]
        differs = np.asarray(layers[0]) != layers[1]
        require(
            bool(differs.all()), f"{name} called twice with one and the same generator gives the same weights twice"
        )


def a_pair_is_independent(solution, rng, name):
    """Two weights have one sign in half of all draws; where the draw as a whole is adjusted, they hang together."""
    draws = solution.in_turn(*(partial(getattr(solution, name), 2, 1, seed(rng)) for _ in range(100)))
    alike = [np.prod(drawn(got, 2, 1, name)) > 0 for got in draws]
    share(alike, 0.5, f"the share of {name}(2, 1, rng) whose two weights have the same sign")


def test_entries_independent(solution, reference, rng):
    for name in ("he_uniform", "he_normal"):
        for fan in fans(rng):
            w = drawn(getattr(solution, name)(*fan, seed(rng)), *fan, name)
            call = f"{name}{(*fan, 'rng')}".replace("'", "")
            different = np.unique(np.abs(w)).size
            enough = different > 0.98 * w.size
            require(enough, f"only {different} of the {w.size} weights of {call} differ in size")
            w = w - w.mean()
            for pair, what in [(w[1:] * w[:-1], "rows"), (w[:, 1:] * w[:, :-1], "columns")]:
                correlation = pair.mean() / np.mean(w**2)
                what = f"the correlation of neighbouring {what} of {call}"
                statistic(correlation, 0.0, 1 / np.sqrt(pair.size), what)
        a_pair_is_independent(solution, rng, name)
