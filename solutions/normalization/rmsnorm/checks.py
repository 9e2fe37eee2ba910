"""Hidden checks of RMSNorm."""

import torch

from quizprep.grading.checking import close, require, unchanged

DTYPES = {"double": torch.float64, "float": torch.float32, "bfloat16": torch.bfloat16, "half": torch.float16}
TOLERANCE = {"double": 1e-10, "float": 2e-5, "bfloat16": 3e-2, "half": 4e-3}
"""By the name of the module's method."""


def tensor(rng, *shape):
    """A float64 tensor of normal numbers."""
    return torch.from_numpy(rng.normal(size=shape))


def modules(solution, reference, rng, dim, **how):
    """Both modules in float64, with the same random weight."""
    weight = torch.from_numpy(rng.uniform(0.5, 2.0, size=dim) * rng.choice([-1.0, 1.0], size=dim))
    got, want = solution.RMSNorm(dim, **how), reference.RMSNorm(dim, **how).double()
    got.double()
    state = solution.state_of(got)
    require(sorted(state) == ["weight"], "the state_dict must have the entry weight and no other", sorted(state))
    solution.load_state(got, {"weight": weight})
    want.load_state_dict({"weight": weight})
    return got, want


def same_output(got, want, x, what):
    """The outputs of both for one x."""
    with torch.no_grad():
        expected = want(x)
    close(got(x), expected, what=what)


def same_gradients(solution, got, want, x, dout, what):
    """Output and all gradients of both."""
    leaf = x.clone().requires_grad_()
    want.zero_grad()
    out = want(leaf)
    out.backward(dout)
    y, (dx,), grads = solution.run_with_grad(got, x, dout=dout)
    close(y, out.detach(), what=what)
    require(dx is not None, f"{what}: no gradient reaches x")
    close(dx, leaf.grad, what=f"gradient of x, {what}")
    require(grads.get("weight") is not None, f"{what}: no gradient reaches weight")
    close(grads["weight"], want.weight.grad, what=f"gradient of weight, {what}")


def test_parameters(solution, reference, rng):
    for dim in (7, 12):
        got = solution.RMSNorm(dim)
        state, names = solution.state_of(got), solution.parameter_names(got)
        require(sorted(state) == ["weight"], "the state_dict must have the entry weight and no other", sorted(state))
        require(list(names) == ["weight"], "weight must be a parameter (nn.Parameter), and the only one", list(names))
        close(state["weight"], torch.ones(dim), tol=0.0, what=f"weight of RMSNorm({dim}) at first")


def test_values(solution, reference, rng):
    for shape in [(5, 7), (2, 3, 6), (3, 2, 4, 5), (9,)]:
        got, want = modules(solution, reference, rng, shape[-1])
        same_output(got, want, tensor(rng, *shape), f"x of shape {shape}")
        got.eval()
        same_output(got, want, tensor(rng, *shape), f"x of shape {shape}, eval mode")


def test_mean_not_removed(solution, reference, rng):
    got, want = modules(solution, reference, rng, 6)
    same_output(got, want, tensor(rng, 4, 6) + 5.0, "x with a mean of 5")


def test_eps(solution, reference, rng):
    for how in ({}, {"eps": 1e-2}, {"eps": 0.5}):
        got, want = modules(solution, reference, rng, 6, **how)
        scale = how.get("eps", 1e-6) ** 0.5
        x = tensor(rng, 4, 6) * scale
        x[2] = 0.0
        eps = f"eps={how['eps']:g}" if how else "the default eps"
        same_gradients(solution, got, want, x, tensor(rng, 4, 6), f"x as small as the root of eps, {eps}")


def test_rows_independent(solution, reference, rng):
    got, want = modules(solution, reference, rng, 5)
    x = tensor(rng, 3, 4, 5) * torch.logspace(-1, 3, 12, dtype=torch.float64).reshape(3, 4, 1)
    same_output(got, want, x, "vectors of very different size")
    same_output(got, want, x[1:2, 2:3], "one of these vectors alone")


def test_gradients(solution, reference, rng):
    for shape in [(5, 7), (2, 3, 6)]:
        got, want = modules(solution, reference, rng, shape[-1])
        same_gradients(solution, got, want, tensor(rng, *shape), tensor(rng, *shape), f"x of shape {shape}")


def bfloat16_in_float32(solution, reference, rng):
    """Rounding the result goes up and down; an rms rounded to bfloat16 moves its whole vector one way, by 0.2 % or so."""
    got, want = modules(solution, reference, rng, 1000)
    got.bfloat16()
    x = (tensor(rng, 16, 1000) * torch.from_numpy(rng.uniform(0.55, 0.85, size=(16, 1)))).bfloat16()
    with torch.no_grad():
        want.load_state_dict({"weight": want.weight.bfloat16().double()})
        expected = want(x.double())
    y = got(x)
    close(y, expected.bfloat16(), tol=TOLERANCE["bfloat16"], dtype=torch.bfloat16, what="16 vectors of 1000 in bfloat16")
    off = torch.stack([(a.double() / b - 1)[b.abs() > 0.1].mean() for a, b in zip(y, expected)])
    size = float(off.square().mean().sqrt())  # 0.006 % in float32, 0.03 % where weight is applied in bfloat16, else 0.1 to 0.4 %
    message = f"in bfloat16 whole vectors are off one way, by {100 * size:.2f} % on average: x² or its mean was rounded; compute in float32"
    require(size < 7e-4, message)


def test_dtypes(solution, reference, rng):
    for method, dtype in DTYPES.items():
        got, want = modules(solution, reference, rng, 8)
        getattr(got, method)()
        want.load_state_dict({"weight": want.weight.detach().to(dtype).double()})
        x, dout = tensor(rng, 3, 8).to(dtype), tensor(rng, 3, 8).to(dtype)
        leaf = x.double().requires_grad_()
        out = want(leaf)
        out.backward(dout.double())
        y, (dx,), _ = solution.run_with_grad(got, x, dout=dout)
        what = f"after {method}(), x in {dtype}"
        close(y, out.detach().to(dtype), tol=TOLERANCE[method], dtype=dtype, what=what)
        require(dx is not None, f"{what}: no gradient reaches x")
        close(dx, leaf.grad.to(dtype), tol=TOLERANCE[method], what=f"gradient of x, {what}")
    bfloat16_in_float32(solution, reference, rng)


def test_large_float16(solution, reference, rng):
    got, want = modules(solution, reference, rng, 8)
    got.half()
    x = (torch.from_numpy(rng.uniform(500.0, 60000.0, size=(3, 8))) * torch.sign(tensor(rng, 3, 8))).half()
    x[1] = (tensor(rng, 8) * 1e-3).half()  # and one whose square underflows
    with torch.no_grad():
        want.load_state_dict({"weight": want.weight.half().double()})
        expected = want(x.double()).half()
    y = got(x)
    close(y, expected, tol=4e-3, dtype=torch.float16, what="float16 inputs up to 60000")


def test_input_unchanged(solution, reference, rng):
    got, want = modules(solution, reference, rng, 6)
    x = tensor(rng, 4, 6)
    kept = x.clone()
    answer = got(x)
    unchanged(solution)
    with torch.no_grad():
        close(answer, want(kept))
