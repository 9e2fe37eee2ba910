"""Hidden checks of cross_entropy."""

import numpy as np

from quizprep.grading.checking import close, unchanged


def labels(rng, n, c):
    """n labels of c classes, in random order: for n > c every class occurs, for n <= c all differ."""
    return rng.permutation(np.resize(rng.permutation(c), n)).astype(np.int64)


def test_loss(solution, reference, rng):
    for n, c in ((6, 4), (3, 9), (31, 10), (1, 5)):
        logits, y = rng.normal(scale=2.0, size=(n, c)), labels(rng, n, c)
        loss, _ = solution.cross_entropy(logits, y)
        close(loss, reference.cross_entropy(logits, y)[0], what=f"loss, N={n}, C={c}")


def test_gradient(solution, reference, rng):
    for n, c in ((6, 4), (3, 9), (31, 10), (1, 5)):
        logits, y = rng.normal(scale=2.0, size=(n, c)), labels(rng, n, c)
        _, dlogits = solution.cross_entropy(logits, y)
        close(dlogits, reference.cross_entropy(logits, y)[1], dtype=np.float64, what=f"dlogits, N={n}, C={c}")


def test_large_logits(solution, reference, rng):
    logits, y = rng.normal(scale=3.0, size=(5, 7)), labels(rng, 5, 7)
    want = reference.cross_entropy(logits, y)
    for shift in (1000.0, -1000.0, 10000.0):
        close(solution.cross_entropy(logits + shift, y), want, tol=1e-9, what=f"logits shifted by {shift:g}")


def test_confidently_wrong(solution, reference, rng):
    logits, y = rng.normal(size=(4, 6)), labels(rng, 4, 6)
    rows = np.arange(4)
    for gap in (50.0, 900.0, 8000.0):  # exp(-50) is a float64, exp(-900) is not
        far = logits.copy()
        far[rows, y] -= gap * (1.0 + rng.random(4))
        want = reference.cross_entropy(far, y)
        close(solution.cross_entropy(far, y), want, what=f"true class {gap:g} or more behind")


def test_rows_far_apart(solution, reference, rng):
    logits, y = rng.normal(scale=2.0, size=(3, 5)), labels(rng, 3, 5)
    far = logits + np.array([[0.0], [3000.0], [-3000.0]])
    close(solution.cross_entropy(far, y), reference.cross_entropy(logits, y), tol=1e-9)


def test_input_unchanged(solution, reference, rng):
    logits, y = rng.normal(size=(5, 3)), labels(rng, 5, 3)
    close(solution.cross_entropy(logits, y), reference.cross_entropy(logits, y))
    unchanged(solution)
