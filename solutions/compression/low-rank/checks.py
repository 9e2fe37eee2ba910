"""Hidden checks of factorize."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged


def matrix(rng, m, n, rank=None):
    """A matrix of that shape and rank, its singular values well apart."""
    r = min(m, n) if rank is None else rank
    left, _ = np.linalg.qr(rng.normal(size=(m, r)))
    right, _ = np.linalg.qr(rng.normal(size=(n, r)))
    return (left * (6.0 * 0.75 ** np.arange(r))) @ right.T


def factors(solution, w, rank):
    """(u, v), their shapes looked at."""
    answer = solution.factorize(w, rank)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "factorize must return a pair (u, v)")
    for name, part, shape in zip("uv", answer, ((w.shape[0], rank), (rank, w.shape[1]))):
        close(np.shape(part), shape, what=f"the shape of {name}, w of shape {w.shape}, rank {rank}")
        array = np.asarray(part)
        require(array.dtype.kind == "f", f"{name} must be an array of floats", part)
        finite = bool(np.isfinite(array).all())
        require(finite, f"{name} has nan or inf in it, w of shape {w.shape}, rank {rank}", part)
    return np.asarray(answer[0], dtype=float), np.asarray(answer[1], dtype=float)


def product(solution, reference, w, rank, what):
    """u v is the best approximation."""
    u, v = factors(solution, w, rank)
    left, right = reference.factorize(w, rank)
    close(u @ v, left @ right, tol=1e-5, what=f"u @ v, {what}")


def test_shapes(solution, reference, rng):
    for m, n, rank in [(8, 5, 2), (4, 9, 3), (6, 6, 1), (3, 7, 3), (7, 1, 1)]:
        factors(solution, matrix(rng, m, n), rank)


def test_best_approximation(solution, reference, rng):
    for m, n, rank in [(9, 6, 2), (5, 11, 3), (7, 7, 4), (12, 8, 1)]:
        product(solution, reference, matrix(rng, m, n), rank, f"w of shape ({m}, {n}), rank {rank}")


def test_matrix_with_offset(solution, reference, rng):
    for m, n, rank in [(8, 5, 2), (4, 9, 2)]:
        w = matrix(rng, m, n) + 3.0
        while (s := np.linalg.svd(w, compute_uv=False))[rank] > 0.8 * s[rank - 1]:  # no clear gap: draw again
            w = matrix(rng, m, n) + 3.0
        product(solution, reference, w, rank, f"w of shape ({m}, {n}) with a mean of 3, rank {rank}")


def test_full_rank(solution, reference, rng):
    for m, n in [(7, 4), (3, 8)]:
        w, rank = matrix(rng, m, n), min(m, n)
        u, v = factors(solution, w, rank)
        close(u @ v, w, tol=1e-5, what=f"u @ v, w of shape ({m}, {n}), rank {rank}")


def test_rank_larger_than_needed(solution, reference, rng):
    for m, n, own, rank in [(8, 6, 2, 4), (5, 9, 1, 3)]:
        w = matrix(rng, m, n, own)
        u, v = factors(solution, w, rank)
        close(u @ v, w, tol=1e-5, what=f"u @ v, w of rank {own} only, rank {rank} asked for")
    w = np.zeros((5, 4))
    w[0, 1], w[3, 2] = rng.uniform(3.0, 5.0), -rng.uniform(1.0, 2.0)  # singular values that are exactly 0
    u, v = factors(solution, w, 3)
    close(u @ v, w, tol=1e-5, what="u @ v, only two weights of w not being 0, rank 3")


def test_input_unchanged(solution, reference, rng):
    w = matrix(rng, 6, 4)
    kept = w.copy()
    u, v = factors(solution, w, 2)
    unchanged(solution, 0)
    left, right = reference.factorize(kept, 2)
    close(u @ v, left @ right, tol=1e-5, what="u @ v")
