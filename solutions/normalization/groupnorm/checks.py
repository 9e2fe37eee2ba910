"""Hidden checks of group_norm."""

import numpy as np

from quizprep.grading.checking import close, unchanged


def maps(rng, n, c, h, w):
    """Feature maps whose samples and channels differ in mean and spread; plain gamma and beta."""
    x = rng.normal(size=(n, c, h, w)) * rng.uniform(0.5, 3.0, size=(n, c, 1, 1))
    return x + rng.normal(scale=2.0, size=(n, c, 1, 1)), np.ones(c), np.zeros(c)


def affine(rng, c):
    """Scales and shifts, all different."""
    return rng.uniform(0.5, 2.0, size=c) * rng.choice([-1.0, 1.0], size=c), rng.normal(size=c)


def same(solution, reference, *args, what):
    """One call."""
    close(solution.group_norm(*args), reference.group_norm(*args), what=what)


def test_values(solution, reference, rng):
    for shape, groups in (((2, 12, 3, 4), 3), ((3, 6, 5, 2), 2), ((2, 12, 2, 3), 4)):
        same(solution, reference, *maps(rng, *shape), groups, 0.02, what=f"x of shape {shape}, groups={groups}")
    x, gamma, beta = maps(rng, 2, 6, 3, 4)
    same(solution, reference, x + 1e6, gamma, beta, 3, 0.02, what="x around 10⁶, groups=3")


def test_extremes(solution, reference, rng):
    for groups in (1, 6):
        args = *maps(rng, 3, 6, 4, 5), groups, 0.02
        same(solution, reference, *args, what=f"6 channels, groups={groups}")


def test_gamma_beta(solution, reference, rng):
    for shape, groups in (((2, 6, 3, 4), 3), ((3, 8, 2, 5), 2)):
        x, _, _ = maps(rng, *shape)
        what = f"x of shape {shape}, groups={groups}, gamma and beta of their own"
        same(solution, reference, x, *affine(rng, shape[1]), groups, 0.02, what=what)


def test_epsilon(solution, reference, rng):
    x, gamma, beta = maps(rng, 2, 6, 3, 4)
    same(solution, reference, x * 0.1, gamma, beta, 3, 0.3, what="eps = 0.3")
    args = x * 0.01, gamma, beta, 2
    same(solution, reference, *args, what="eps not given (1e-5)")
    want = reference.group_norm(*args, 0.1)
    close(solution.group_norm(*args, eps=0.1), want, what="eps=0.1 passed by name")


def test_constant_group(solution, reference, rng):
    x, _, _ = maps(rng, 2, 6, 2, 4)
    x[1, 2:4] = 1.25
    same(solution, reference, x, *affine(rng, 6), 3, what="group 1 of sample 1 being 1.25 throughout")


def test_samples_independent(solution, reference, rng):
    x, gamma, beta = maps(rng, 4, 6, 3, 2)
    x *= np.array([1.0, 20.0, 0.2, 5.0])[:, None, None, None]
    same(solution, reference, x, gamma, beta, 2, 0.02, what="a batch of samples of very different size")
    same(solution, reference, x[:1], gamma, beta, 2, 0.02, what="its first sample alone")


def test_inputs_unchanged(solution, reference, rng):
    x, _, _ = maps(rng, 2, 6, 3, 4)
    same(solution, reference, x, *affine(rng, 6), 3, 0.02, what="out")
    unchanged(solution)
