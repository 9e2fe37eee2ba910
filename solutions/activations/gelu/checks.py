"""Hidden checks of gelu."""

import torch

from quizprep.grading.checking import close, require, unchanged

DTYPES = {torch.float64: 1e-9, torch.float32: 2e-5, torch.bfloat16: 3e-2, torch.float16: 4e-3}
"""With the tolerance for each."""


def tensor(rng, *shape, scale=1.5):
    """A float64 tensor of normal numbers."""
    return torch.from_numpy(rng.normal(scale=scale, size=shape))


def same_gradient(solution, reference, x, dout, what, **how):
    """Value and gradient of both, for one x."""
    leaf = x.clone().requires_grad_()
    want = reference.gelu(leaf)
    want.backward(dout)
    out, (dx,), _ = solution.run_with_grad("gelu", x, dout=dout)
    close(out, want.detach(), what=what, **how)
    require(dx is not None, f"{what}: no gradient reaches x")
    close(dx, leaf.grad, what=f"gradient, {what}", **how)


def test_values(solution, reference, rng):
    grid = torch.linspace(-6.0, 6.0, 49, dtype=torch.float64)
    close(solution.gelu(grid), reference.gelu(grid), tol=1e-9, dtype=torch.float64, what="x from -6 to 6")
    x = tensor(rng, 5, 7)
    close(solution.gelu(x), reference.gelu(x), tol=1e-9, dtype=torch.float64)


def test_gradient(solution, reference, rng):
    for shape in [(4, 9), (2, 3, 5)]:
        x, dout = tensor(rng, *shape), tensor(rng, *shape)
        same_gradient(solution, reference, x, dout, f"x of shape {shape}", tol=1e-9)


def test_shapes(solution, reference, rng):
    for shape in [(), (1,), (0,), (3, 0, 2), (2, 3, 4, 5)]:
        x = tensor(rng, *shape).reshape(shape)
        close(solution.gelu(x), reference.gelu(x), what=f"x of shape {shape}")


def test_large_inputs(solution, reference, rng):
    size = torch.from_numpy(rng.uniform(40.0, 10000.0, size=(6, 2)))
    x = torch.cat([size, -size, tensor(rng, 1, 2), torch.tensor([[9000.0, -10000.0]], dtype=torch.float64)])
    dout = tensor(rng, *x.shape)
    same_gradient(solution, reference, x, dout, "x up to 10000 in size")
    for row in (6, 9, 12):  # on the left, and in the middle, each by itself: the scale of the others is no excuse
        same_gradient(solution, reference, x[row], dout[row], f"x = {x[row].tolist()}")


def test_dtypes(solution, reference, rng):
    for dtype, tol in DTYPES.items():
        x, dout = tensor(rng, 6, 5).to(dtype), tensor(rng, 6, 5).to(dtype)
        want = reference.gelu(x.double()).to(dtype)
        close(solution.gelu(x), want, tol=tol, dtype=dtype, what=f"x in {dtype}")
        _, (dx,), _ = solution.run_with_grad("gelu", x, dout=dout)
        leaf = x.double().requires_grad_()
        reference.gelu(leaf).backward(dout.double())
        require(dx is not None, f"no gradient reaches x in {dtype}")
        close(dx, leaf.grad.to(dtype), tol=tol, dtype=dtype, what=f"gradient, x in {dtype}")


def test_input_unchanged(solution, reference, rng):
    x = tensor(rng, 3, 4)
    kept = x.clone()
    answer = solution.gelu(x)
    unchanged(solution)
    close(answer, reference.gelu(kept))
