"""Hidden checks of clip_by_value."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged


def clip(solution, grads, limit):
    """The list that comes back, its form looked at."""
    clipped = solution.clip_by_value(grads, limit)
    listed = isinstance(clipped, (tuple, list)) and len(clipped) == len(grads)
    require(listed, f"a list of {len(grads)} arrays was expected", clipped)
    return clipped


def same(solution, reference, grads, limit, what):
    """Every array by itself."""
    for i, (g, w) in enumerate(zip(clip(solution, grads, limit), reference.clip_by_value(grads, limit)), 1):
        close(g, w, tol=1e-12, dtype=np.float64, what=f"gradient {i} of {len(grads)}, {what}")


def test_both_sides(solution, reference, rng):
    for limit in (0.5, 3.0):
        g = rng.normal(size=(4, 7)) * limit * 2.0
        same(solution, reference, [g], limit, f"limit {limit}")
    g = rng.uniform(2.0, 9.0, size=(3, 4))
    same(solution, reference, [g], 1.5, "limit 1.5, every entry above it")
    same(solution, reference, [-g], 1.5, "limit 1.5, every entry below -1.5")


def test_inside(solution, reference, rng):
    for scale, limit in ((0.9, 1.0), (1e-12, 1.0), (40.0, 50.0)):
        g = rng.uniform(-scale, scale, size=(5, 3))
        same(solution, reference, [g], limit, f"limit {limit}, no entry beyond {scale}")


def test_list(solution, reference, rng):
    sizes = (((4, 3), 1.0), ((5,), 10.0), ((2, 3, 2), 0.1), ((1,), 4.0), ((), 9.0))
    grads = [np.asarray(rng.normal(size=shape) * size) for shape, size in sizes]
    same(solution, reference, grads, 0.8, "limit 0.8")


def test_inputs_unchanged(solution, reference, rng):
    grads = [rng.normal(size=(3, 4)) * 3.0, rng.normal(size=(2,)) * 3.0]
    want = reference.clip_by_value(grads, 1.2)
    got = clip(solution, grads, 1.2)
    unchanged(solution)
    for i, (g, w) in enumerate(zip(got, want), 1):
        close(g, w, what=f"gradient {i} of 2, limit 1.2")
