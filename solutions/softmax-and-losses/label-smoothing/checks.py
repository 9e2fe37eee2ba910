"""Hidden checks of smooth_cross_entropy."""

import numpy as np
import torch

from quizprep.grading.checking import close, require, unchanged

SIZES = [(6, 4), (3, 9), (17, 10), (1, 5)]


def data(rng, n, c, scale=2.0):
    """(N, C) logits in float64 and labels in random order."""
    y = rng.permutation(np.resize(rng.permutation(c), n)).astype(np.int64)
    return torch.from_numpy(rng.normal(scale=scale, size=(n, c))), torch.from_numpy(y)


def same_gradient(solution, reference, logits, y, eps, what, **how):
    """Loss and gradient of both."""
    leaf = logits.clone().requires_grad_()
    want = reference.smooth_cross_entropy(leaf, y, eps)
    want.backward()
    out, (dlogits, *_), _ = solution.run_with_grad("smooth_cross_entropy", logits, y, eps)
    close(out, want.detach(), what=f"loss, {what}", **how)
    require(dlogits is not None, f"{what}: no gradient reaches the logits")
    close(dlogits, leaf.grad, what=f"gradient, {what}", **how)


def test_loss(solution, reference, rng):
    for n, c in SIZES:
        logits, y = data(rng, n, c)
        for eps in (0.1, 0.45):
            got = solution.smooth_cross_entropy(logits, y, eps)
            close(got, reference.smooth_cross_entropy(logits, y, eps), what=f"loss, N={n}, C={c}, eps={eps}")


def test_few_classes(solution, reference, rng):
    for c in (2, 3):
        logits, y = data(rng, 5, c)
        got = solution.smooth_cross_entropy(logits, y, 0.3)
        close(got, reference.smooth_cross_entropy(logits, y, 0.3), what=f"loss, C={c}, eps=0.3")


def test_gradient(solution, reference, rng):
    for n, c in SIZES:
        logits, y = data(rng, n, c)
        for eps in (0.1, 0.45):
            same_gradient(solution, reference, logits, y, eps, f"N={n}, C={c}, eps={eps}")


def test_eps_at_the_ends(solution, reference, rng):
    for n, c in SIZES:
        logits, y = data(rng, n, c)
        for eps in (0.0, 1.0):
            same_gradient(solution, reference, logits, y, eps, f"N={n}, C={c}, eps={eps}")


def test_large_logits(solution, reference, rng):
    for scale in (1000.0, 5000.0):
        logits, y = data(rng, 6, 5, scale=scale)
        logits = logits.clamp(-10000, 10000)
        for eps in (0.0, 0.2):
            same_gradient(solution, reference, logits, y, eps, f"logits of scale {scale:g}, eps={eps}", tol=1e-9)
    logits, y = data(rng, 4, 3)
    for shift in (9000.0, -9000.0):
        same_gradient(solution, reference, logits + shift, y, 0.2, f"logits shifted by {shift:g}", tol=1e-9)


def test_dtypes(solution, reference, rng):
    logits, y = data(rng, 6, 4)
    want = reference.smooth_cross_entropy(logits.float().double(), y, 0.2).float()
    close(solution.smooth_cross_entropy(logits.float(), y, 0.2), want, dtype=torch.float32, what="loss in float32")
    want = reference.smooth_cross_entropy(logits, y, 0.2)
    close(solution.smooth_cross_entropy(logits, y, 0.2), want, dtype=torch.float64, what="loss in float64")


def test_inputs_unchanged(solution, reference, rng):
    logits, y = data(rng, 5, 3)
    kept = logits.clone()
    got = solution.smooth_cross_entropy(logits, y, 0.2)
    unchanged(solution)
    close(got, reference.smooth_cross_entropy(kept, y, 0.2))
