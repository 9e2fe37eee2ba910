"""Hidden checks of clip_by_norm."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

SHAPES = ((4, 3), (5,), (2, 3, 2), (1,))


def gradients(rng, norm):
    """Gradients of several shapes and sizes with this norm together."""
    grads = [rng.normal(size=shape) * scale for shape, scale in zip(SHAPES, (1.0, 3.0, 0.5, 2.0))]
    total = np.sqrt(sum(np.sum(g**2) for g in grads))
    return [g * (norm / total) for g in grads]


def clip(solution, grads, max_norm):
    """clipped and total_norm, the answer's form looked at."""
    answer = solution.clip_by_norm(grads, max_norm)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "clip_by_norm must return a pair (list of gradients, total_norm)")
    clipped, total_norm = answer
    listed = isinstance(clipped, (tuple, list)) and len(clipped) == len(grads)
    require(listed, f"a list of {len(grads)} gradients was expected", clipped)
    return clipped, total_norm


def same(got, want, what):
    """Every gradient, and the norm."""
    for i, (g, w) in enumerate(zip(got[0], want[0]), 1):
        close(g, w, what=f"gradient {i} of {len(want[0])}, {what}")
    close(got[1], want[1], what=f"total_norm, {what}")


def test_total_norm(solution, reference, rng):
    for norm, max_norm in ((7.3, 2.0), (0.4, 2.0), (150.0, 2.0)):
        grads = gradients(rng, norm)
        what = f"total_norm, norm {norm} before clipping, max_norm {max_norm}"
        close(clip(solution, grads, max_norm)[1], reference.clip_by_norm(grads, max_norm)[1], what=what)
    grads = [rng.normal(size=(3, 4))]
    close(clip(solution, grads, 0.5)[1], reference.clip_by_norm(grads, 0.5)[1], what="total_norm of one array")


def test_clipped(solution, reference, rng):
    for norm, max_norm in ((7.3, 2.0), (150.0, 0.25), (5.1, 5.0)):
        grads = gradients(rng, norm)
        clipped, _ = clip(solution, grads, max_norm)
        for i, (g, w) in enumerate(zip(clipped, reference.clip_by_norm(grads, max_norm)[0]), 1):
            close(g, w, what=f"gradient {i} of {len(grads)}, norm {norm}, max_norm {max_norm}")


def test_short_gradients(solution, reference, rng):
    for norm, max_norm in ((0.4, 2.0), (4.9, 5.0), (0.02, 100.0)):
        grads = gradients(rng, norm)
        want = reference.clip_by_norm(grads, max_norm)
        same(clip(solution, grads, max_norm), want, f"norm {norm}, max_norm {max_norm}")


def test_tiny_gradients(solution, reference, rng):
    for norm, max_norm in ((1e-5, 2e-6), (1e-3, 1e-4)):
        grads = gradients(rng, norm)
        same(
            clip(solution, grads, max_norm),
            reference.clip_by_norm(grads, max_norm),
            f"norm {norm}, max_norm {max_norm}",
        )


def test_zero_gradients(solution, reference, rng):
    grads = [np.zeros((2, 3)), np.zeros(4)]
    clipped, total_norm = clip(solution, grads, 1.5)
    for i, (g, w) in enumerate(zip(clipped, grads), 1):
        close(g, w, what=f"gradient {i} of 2, all gradients being 0")
    close(total_norm, 0.0, what="total_norm, all gradients being 0")


def test_inputs_unchanged(solution, reference, rng):
    for norm in (7.3, 0.9):
        grads = gradients(rng, norm)
        want = reference.clip_by_norm(grads, 2.0)
        got = clip(solution, grads, 2.0)
        unchanged(solution)
        same(got, want, f"norm {norm}, max_norm 2.0")
