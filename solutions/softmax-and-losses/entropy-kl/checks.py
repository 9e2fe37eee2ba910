"""Hidden checks of entropy, cross_entropy and kl_divergence."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

SHAPES = ((4, 7), (2, 3, 5), (6, 2))


def rows(rng, shape):
    """Random distributions along the last axis."""
    return rng.dirichlet(np.full(shape[-1], 1.5), size=shape[:-1])


def without(rng, p, outcomes):
    """The distributions p with these outcomes of every row excluded."""
    p = p.copy()
    for row, at in zip(p, outcomes):
        row[at] = 0.0
    return p / p.sum(axis=-1, keepdims=True)


def same(solution, reference, name, *args, what=""):
    """One of the three functions."""
    close(getattr(solution, name)(*args), getattr(reference, name)(*args), what=f"{name}{what}")


def zero(got, what):
    """Three zeros, to within rounding."""
    array = np.asarray(got)
    close(array.shape, (3,), what=f"the shape of {what}")
    small = array.dtype.kind in "fiu" and bool((np.abs(array) < 1e-9).all())
    require(small, f"{what} must be 0", got, np.zeros(3))


def test_entropy(solution, reference, rng):
    for shape in SHAPES:
        same(solution, reference, "entropy", rows(rng, shape), what=f", p of shape {shape}")
    uniform = np.full((2, 8), 0.125)
    close(solution.entropy(uniform), np.full(2, np.log(8.0)), what="entropy of the uniform distribution over 8")


def test_cross_entropy(solution, reference, rng):
    for shape in SHAPES:
        p, q = rows(rng, shape), rows(rng, shape)
        same(solution, reference, "cross_entropy", p, q, what=f", p and q of shape {shape}")


def test_kl_divergence(solution, reference, rng):
    for shape in SHAPES:
        p, q = rows(rng, shape), rows(rng, shape)
        same(solution, reference, "kl_divergence", p, q, what=f", p and q of shape {shape}")
    p = rows(rng, (3, 6))
    zero(solution.kl_divergence(p, p), "kl_divergence(p, p)")


def test_single_distribution(solution, reference, rng):
    p, q = rows(rng, (5,)), rows(rng, (5,))
    same(solution, reference, "entropy", p, what=" of one distribution")
    same(solution, reference, "cross_entropy", p, q, what=" of one pair of distributions")
    same(solution, reference, "kl_divergence", p, q, what=" of one pair of distributions")


def test_zeros_in_p(solution, reference, rng):
    p = without(rng, rows(rng, (3, 5)), [[1], [0, 4], [2, 3]])
    q = rows(rng, (3, 5))
    for name, args in (("entropy", (p,)), ("cross_entropy", (p, q)), ("kl_divergence", (p, q))):
        same(solution, reference, name, *args, what=", p having zeros")
    q = without(rng, q, [[1], [4], [3]])
    for name in ("cross_entropy", "kl_divergence"):
        same(solution, reference, name, p, q, what=", q being 0 only where p is 0 too")
    onehot = np.eye(4)[[2, 0, 3]]
    zero(solution.entropy(onehot), "the entropy of one-hot rows")


def test_zeros_in_q(solution, reference, rng):
    p = without(rng, rows(rng, (3, 5)), [[0], [2], [4]])
    q = without(rng, rows(rng, (3, 5)), [[1], [2], [4, 0]])
    for name in ("cross_entropy", "kl_divergence"):
        same(solution, reference, name, p, q, what=", q being 0 where p is not (rows 0 and 2)")


def test_tiny_probabilities(solution, reference, rng):
    p, q = rows(rng, (3, 4)), rows(rng, (3, 4))
    q = without(rng, q, [[1], [3], [0]])
    q[[0, 1, 2], [1, 3, 0]] = [1e-20, 1e-60, 1e-290]
    for name in ("cross_entropy", "kl_divergence"):
        for i in range(3):
            same(solution, reference, name, p[i], q[i], what=f", the smallest probability of q being {q[i].min():g}")


def test_inputs_unchanged(solution, reference, rng):
    p = without(rng, rows(rng, (3, 5)), [[1], [0], [2]])
    q = without(rng, rows(rng, (3, 5)), [[1], [0], [2]])
    for name, args in (("entropy", (p,)), ("cross_entropy", (p, q)), ("kl_divergence", (p, q))):
        same(solution, reference, name, *args)
        unchanged(solution)
