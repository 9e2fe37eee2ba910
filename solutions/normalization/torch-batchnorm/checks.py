"""Hidden checks of BatchNorm2d."""

import torch
from torch import nn

from quizprep.grading.checking import close, require, unchanged

BUFFERS = ["num_batches_tracked", "running_mean", "running_var"]


def tensor(rng, *shape):
    """A float64 tensor of normal numbers."""
    return torch.from_numpy(rng.normal(size=shape))


def images(rng, n, c, h, w):
    """A batch whose channels have means and spreads of their own."""
    spread, shift = rng.uniform(0.5, 3.0, size=c), rng.normal(scale=2.0, size=c)
    return tensor(rng, n, c, h, w) * torch.from_numpy(spread)[:, None, None] + torch.from_numpy(shift)[:, None, None]


def modules(solution, rng, c, **options):
    """The submission's module and torch's in float64, with the same random state."""
    want = nn.BatchNorm2d(c, **options).double()
    state = {
        "weight": torch.from_numpy(rng.uniform(0.5, 2.0, size=c)),
        "bias": tensor(rng, c),
        "running_mean": tensor(rng, c) * 2,
        "running_var": torch.from_numpy(rng.uniform(0.5, 5.0, size=c)),
        "num_batches_tracked": torch.tensor(4),
    }
    want.load_state_dict(state)
    got = solution.BatchNorm2d(c, **options)
    got.double()
    solution.load_state(got, state)
    return got, want


def same_statistics(solution, got, want, what):
    """The buffers of two modules."""
    have = solution.state_of(got)
    for name in BUFFERS:
        require(name in have, f"the state_dict has no {name!r} {what}")
        close(have[name], want.state_dict()[name], what=f"{name} {what}")


def test_state(solution, reference, rng):
    got, want = solution.BatchNorm2d(6), nn.BatchNorm2d(6)
    state = solution.state_of(got)
    close(state, dict(want.state_dict()), what="state_dict of BatchNorm2d(6)")
    kind = state["num_batches_tracked"].dtype
    require(kind == torch.int64, f"num_batches_tracked is {kind}, expected torch.int64")
    names = sorted(solution.parameter_names(got))
    require(
        names == ["bias", "weight"], "the parameters must be weight and bias, nothing else", names, ["bias", "weight"]
    )
    names = sorted(solution.buffer_names(got))
    require(names == BUFFERS, "the buffers must be the three statistics, nothing else", names, BUFFERS)


def test_train_output(solution, reference, rng):
    for n, c, h, w in [(4, 3, 2, 5), (1, 4, 3, 2), (5, 2, 1, 1)]:
        got, want = modules(solution, rng, c)
        got.train()
        x = images(rng, n, c, h, w)
        close(got(x), want.train()(x).detach(), dtype=x.dtype, what=f"training mode, x of shape {tuple(x.shape)}")


def test_epsilon(solution, reference, rng):
    got, want = modules(solution, rng, 3, eps=0.4)
    x = images(rng, 3, 3, 2, 4) * 0.3
    got.train()
    close(got(x), want.train()(x).detach(), what="training mode with eps=0.4")
    got.eval()
    close(got(x), want.eval()(x).detach(), what="eval mode with eps=0.4")


def test_running_statistics(solution, reference, rng):
    for options in ({}, {"momentum": 0.3}):
        got, want = modules(solution, rng, 4, **options)
        got.train()
        want.train()
        for n, which in ((3, "one training batch"), (1, "two training batches"), (2, "three training batches")):
            x = images(rng, n, 4, 2, 3)
            got(x)
            want(x)
            same_statistics(solution, got, want, f"after {which}, {options or 'default momentum'}")
    got, want = solution.BatchNorm2d(3), nn.BatchNorm2d(3).double().train()
    got.double()
    got.train()
    for shape, which in (((2, 3, 2, 4), "a training batch"), ((1, 3, 2, 1), "another one, two values for each channel")):
        x = images(rng, *shape)
        got(x)
        want(x)
        same_statistics(solution, got, want, f"of a fresh module after {which}")


def test_eval_mode(solution, reference, rng):
    got, want = modules(solution, rng, 5)
    x = images(rng, 3, 5, 2, 4)
    got.train()
    got(x)
    want.train()(x)
    got.eval()
    want.eval()
    y = images(rng, 2, 5, 3, 4)
    expected = want(y).detach()
    answer = got(y)
    same_statistics(solution, got, want, "after a call in eval mode (it must not change it)")
    close(answer, expected, what="eval mode after a training batch")
    close(got(y[:1]), expected[:1], what="eval mode, the first sample alone")


def same_gradients(solution, rng, got, want, shape, what):
    """Output and all gradients of both modules, in the mode they are in."""
    x = images(rng, *shape)
    leaf = x.clone().requires_grad_()
    want.zero_grad()
    out = want(leaf)
    dout = tensor(rng, *shape)
    out.backward(dout)
    y, (dx,), grads = solution.run_with_grad(got, x, dout=dout)
    close(y, out.detach(), what=f"output, {what}")
    require(dx is not None, f"no gradient reaches x, {what}")
    close(dx, leaf.grad, what=f"gradient of x, {what}")
    for name, p in want.named_parameters():
        require(grads.get(name) is not None, f"no gradient reaches {name}, {what}")
        close(grads[name], p.grad, what=f"gradient of {name}, {what}")


def test_gradients(solution, reference, rng):
    for shape in [(3, 4, 2, 5), (2, 3, 4, 1)]:
        got, want = modules(solution, rng, shape[1])
        got.train()
        same_gradients(solution, rng, got, want.train(), shape, "training mode")


def test_eval_gradients(solution, reference, rng):
    got, want = modules(solution, rng, 4)
    got.train()
    same_gradients(solution, rng, got, want.train(), (3, 4, 2, 3), "training mode")
    got.eval()
    same_gradients(solution, rng, got, want.eval(), (2, 4, 3, 5), "eval mode after a training step")


def test_dtype(solution, reference, rng):
    for dtype, move in ((torch.float64, "double"), (torch.bfloat16, "bfloat16")):
        got = solution.BatchNorm2d(3)
        getattr(got, move)()
        state = solution.state_of(got)
        for name in ("weight", "bias", "running_mean", "running_var"):
            require(name in state, f"the state_dict has no {name!r}")
            require(state[name].dtype == dtype, f"{name} is {state[name].dtype} after {move}()")
        x = images(rng, 4, 3, 2, 5)
        for training in (True, False):
            got.train(training)
            want = nn.BatchNorm2d(3).double().train(training)
            mode = "training" if training else "eval"
            solution.load_state(
                got, {n: v.to(dtype) if v.is_floating_point() else v for n, v in want.state_dict().items()}
            )
            tol = 0.06 if dtype == torch.bfloat16 else None
            close(
                got(x.to(dtype)),
                want(x.to(dtype).double()).detach(),
                dtype=dtype,
                tol=tol,
                what=f"{move}(), {mode} mode",
            )


def test_input_unchanged(solution, reference, rng):
    for mode in ("train", "eval"):
        got, want = modules(solution, rng, 3)
        getattr(got, mode)()
        x = images(rng, 4, 3, 2, 5)
        kept = x.clone()
        answer = got(x)
        unchanged(solution)
        close(answer, getattr(want, mode)()(kept).detach(), what=f"{mode} mode")
