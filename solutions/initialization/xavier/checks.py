"""Hidden checks of xavier."""

import numpy as np

from quizprep.grading.checking import Rng, close, fail, require, statistic


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
    require(weights.dtype == np.float64, f"{name} must return a float64 array, not {weights.dtype}")
    require(bool(np.isfinite(weights).all()), f"{name}({fan_in}, {fan_out}, rng) has weights that are nan or inf")
    return weights


def mean_and_variance(weights, kurtosis, name):
    """The first two moments; `kurtosis` is E[W^4] / Var^2 of the right distribution."""
    (fan_in, fan_out), n = weights.shape, weights.size
    var = 2 / (fan_in + fan_out)
    what = f"of {name}({fan_in}, {fan_out}, rng), {n} weights"
    statistic(weights.mean(), 0.0, np.sqrt(var / n), f"the mean {what}")
    statistic(np.mean(weights**2), var, var * np.sqrt((kurtosis - 1) / n), f"the variance {what}")


def share(inside, want, what):
    """The share of True in `inside`."""
    statistic(np.mean(inside), want, np.sqrt(want * (1 - want) / np.size(inside)), what)


def test_shape(solution, reference, rng):
    for fan_in, fan_out in [(5, 3), (2, 9), (1, 4), (6, 1)]:
        drawn(solution.xavier_uniform(fan_in, fan_out, seed(rng)), fan_in, fan_out, "xavier_uniform")
        drawn(solution.xavier_normal(fan_in, fan_out, seed(rng)), fan_in, fan_out, "xavier_normal")


def test_uniform_mean_and_variance(solution, reference, rng):
    for fan in fans(rng):
        weights = drawn(solution.xavier_uniform(*fan, seed(rng)), *fan, "xavier_uniform")
        mean_and_variance(weights, 1.8, "xavier_uniform")


def test_uniform_bound(solution, reference, rng):
    for fan in fans(rng):
        signed = drawn(solution.xavier_uniform(*fan, seed(rng)), *fan, "xavier_uniform")
        weights = np.abs(signed)
        bound, call = np.sqrt(6 / sum(fan)), f"xavier_uniform{(*fan, 'rng')}".replace("'", "")
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
        weights = drawn(solution.xavier_normal(*fan, seed(rng)), *fan, "xavier_normal")
        mean_and_variance(weights, 3.0, "xavier_normal")


def test_normal_bell(solution, reference, rng):
    within = {0.5: 0.3829249225, 1.0: 0.6826894921, 2.0: 0.9544997361, 3.2: 0.9986257242}
    for fan in fans(rng):
        weights = drawn(solution.xavier_normal(*fan, seed(rng)), *fan, "xavier_normal")
        std, call = np.sqrt(2 / sum(fan)), f"xavier_normal{(*fan, 'rng')}".replace("'", "")
        for k, want in within.items():
            share(np.abs(weights) < k * std, want, f"the share of {call} within {k} standard deviations of 0")
        share(weights < 0, 0.5, f"the share of {call} below 0")


def test_uses_rng(solution, reference, rng):
    one, other = (int(n) for n in rng.choice(2**31, size=2, replace=False))
    for name in ("xavier_uniform", "xavier_normal"):
        draw = getattr(solution, name)
        first = drawn(draw(7, 4, Rng(one)), 7, 4, name)
        again = drawn(draw(7, 4, Rng(one)), 7, 4, name)
        close(again, first, what=f"{name} called again with a generator of the same seed")
        differs = np.asarray(drawn(draw(7, 4, Rng(other)), 7, 4, name)) != first
        require(bool(differs.all()), f"{name} gives the same weights for different seeds: draw from rng")


def test_entries_independent(solution, reference, rng):
    for name in ("xavier_uniform", "xavier_normal"):
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
        # by chance, a ratio so near to 1 comes once in 10⁸, a mean so near to 0 once in 10⁸
        one, other = (drawn(getattr(solution, name)(7, 4, seed(rng)), 7, 4, name) for _ in range(2))
        ratio, mean = np.sum(one**2) / np.sum(other**2), one.mean() / one.std()
        free = abs(ratio - 1) > 1e-9 and abs(mean) > 1e-9
        require(free, f"{name}(7, 4, rng) makes its mean 0, or its mean square the same each time: weights so adjusted aren't independent")
