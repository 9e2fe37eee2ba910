"""Hidden checks of bce_with_logits."""

import torch

from quizprep.grading.checking import close, require, unchanged

SHAPES = [(6, 4), (3, 2, 5), (7,), (1, 3)]


def tensor(rng, *shape, scale=2.0):
    """A float64 tensor of normal numbers."""
    return torch.from_numpy(rng.normal(scale=scale, size=shape))


def hard(rng, *shape):
    """Targets 0 and 1, both of them present."""
    y = torch.from_numpy(rng.permutation(torch.arange(torch.Size(shape).numel()).numpy() % 2).astype(float))
    return y.reshape(shape)


def weight(rng, c):
    """Weights per class, away from 1 on both sides."""
    return torch.from_numpy(rng.permutation([0.3, 2.5, 4.0, 0.6, 7.0][:c]))


def same_loss(solution, reference, x, y, w, what, **how):
    """The loss of both."""
    args = (x, y) if w is None else (x, y, w)
    close(solution.bce_with_logits(*args), reference.bce_with_logits(*args), what=f"loss, {what}", **how)


def same_gradient(solution, reference, x, y, w, what, **how):
    """Loss and gradient of both; the gradient of the mean."""
    weighted = {} if w is None else {"pos_weight": w}
    leaf = x.clone().requires_grad_()
    want = reference.bce_with_logits(leaf, y, **weighted)
    want.backward()
    out, (dx, _dy), _ = solution.run_with_grad("bce_with_logits", x, y, **weighted)
    close(out, want.detach(), what=f"loss, {what}", **how)
    require(dx is not None, f"{what}: no gradient reaches x")
    close(dx, leaf.grad, what=f"gradient of x, {what}", **how)


def test_loss(solution, reference, rng):
    for shape in SHAPES:
        same_loss(solution, reference, tensor(rng, *shape), hard(rng, *shape), None, f"shape {shape}")


def test_gradient(solution, reference, rng):
    for shape in SHAPES:
        x, y = tensor(rng, *shape), hard(rng, *shape)
        same_gradient(solution, reference, x, y, None, f"shape {shape}")


def test_soft_targets(solution, reference, rng):
    x, y = tensor(rng, 4, 5), torch.from_numpy(rng.uniform(0.05, 0.95, size=(4, 5)))
    same_gradient(solution, reference, x, y, None, "targets between 0 and 1")
    same_gradient(solution, reference, x, y, weight(rng, 5), "targets between 0 and 1, with pos_weight")


def test_pos_weight(solution, reference, rng):
    for shape in [(6, 4), (3, 2, 5), (5,), (4, 1)]:
        x, y, w = tensor(rng, *shape), hard(rng, *shape), weight(rng, shape[-1])
        same_gradient(solution, reference, x, y, w, f"shape {shape}, with pos_weight")
    same_loss(solution, reference, tensor(rng, 3, 4), hard(rng, 3, 4), weight(rng, 4), "pos_weight given by place")


def test_large_logits(solution, reference, rng):
    y = hard(rng, 4, 3)
    for size in (40.0, 1000.0, 10000.0):
        x = (2 * hard(rng, 4, 3) - 1) * size * torch.from_numpy(rng.uniform(0.8, 1.0, size=(4, 3)))
        x[0] = (1 - 2 * y[0]) * size  # one row is certain and wrong
        same_gradient(solution, reference, x, y, None, f"logits about ±{size:g}", tol=1e-9)
        same_gradient(solution, reference, x, y, weight(rng, 3), f"logits about ±{size:g}, with pos_weight", tol=1e-9)


def test_gradient_at_zero(solution, reference, rng):
    x, y = torch.zeros(3, 4, dtype=torch.float64), torch.from_numpy(rng.uniform(size=(3, 4)))
    same_gradient(solution, reference, x, y, None, "all logits 0")
    x[1] = tensor(rng, 4)
    same_gradient(solution, reference, x, y, weight(rng, 4), "some logits 0, with pos_weight")


def test_confidently_right(solution, reference, rng):
    for size in (40.0, 60.0):
        x = size * torch.from_numpy(rng.uniform(0.95, 1.05, size=(3, 4)))
        same_loss(solution, reference, x, torch.ones_like(x), None, f"logits about {size:g}, every y = 1", tol=1e-6)


def test_float32(solution, reference, rng):
    x, y, w = tensor(rng, 5, 3, scale=20.0), hard(rng, 5, 3), weight(rng, 3)
    for args in [(x, y), (x, y, w)]:
        want = reference.bce_with_logits(*[a.float().double() for a in args]).float()
        close(solution.bce_with_logits(*[a.float() for a in args]), want, dtype=torch.float32, what="loss in float32")
    got = solution.bce_with_logits(x, y)
    close(got, reference.bce_with_logits(x, y), dtype=torch.float64, what="loss in float64")


def test_inputs_unchanged(solution, reference, rng):
    x, y, w = tensor(rng, 3, 4), hard(rng, 3, 4), weight(rng, 4)
    kept = [a.clone() for a in (x, y, w)]
    for n in (2, 3):
        got = solution.bce_with_logits(*(x, y, w)[:n])
        unchanged(solution)
        close(got, reference.bce_with_logits(*kept[:n]))
