"""Hidden checks of ResidualBlock."""

import torch

from quizprep.grading.checking import close, require, unchanged

IDENTITY = (5, 5, 1)
PROJECTIONS = [(3, 7, 1), (6, 6, 2), (4, 6, 2), (7, 7, 3)]
STATISTICS = ("running_mean", "running_var")


def tensor(rng, *shape):
    """A float64 tensor of normal numbers."""
    return torch.from_numpy(rng.normal(size=shape))


def call_of(args):
    """How the block was made, for messages."""
    return f"ResidualBlock({args[0]}, {args[1]}, stride={args[2]})"


def same_entries(got, want, call):
    """state_dict has the wanted names, with the wanted shapes."""
    missing, extra = sorted(set(want) - set(got)), sorted(set(got) - set(want))
    parts = [f"lacks {', '.join(missing)}"] if missing else []
    parts += [f"has {', '.join(extra)} too many"] if extra else []
    require(not parts, f"the state_dict of {call} {' and '.join(parts)}", sorted(got), sorted(want))
    for name in want:
        shape, wanted = tuple(got[name].shape), tuple(want[name].shape)
        require(shape == wanted, f"{name} of {call} has the shape {shape}, expected {wanted}")


def blocks(solution, reference, rng, args):
    """The submission's block and the reference's in float64, with the same random parameters and buffers."""
    want = reference.ResidualBlock(*args).double()
    state = dict(want.state_dict())
    for name, value in state.items():
        if name.endswith("running_var") or (value.ndim == 1 and name.endswith("weight")):
            state[name] = torch.from_numpy(rng.uniform(0.5, 2.0, size=tuple(value.shape)))
        elif value.is_floating_point():
            state[name] = tensor(rng, *value.shape) * (0.3 if value.ndim == 4 else 0.5)
    want.load_state_dict(state)
    made = {} if args[2] == 1 else {"stride": args[2]}
    got = solution.ResidualBlock(*args[:2], **made)
    got.double()
    same_entries(solution.state_of(got), state, call_of(args))
    solution.load_state(got, state)
    return got, want


def same_statistics(solution, got, want, what):
    """The running means and variances of two blocks."""
    have = solution.state_of(got)
    for name, value in want.state_dict().items():
        if name.endswith(STATISTICS):
            close(have[name], value, what=f"{name} {what}")


def same_outputs(solution, reference, rng, args, *sizes):
    """Both blocks in eval mode."""
    got, want = blocks(solution, reference, rng, args)
    got.eval()
    want.eval()
    for n, h, w in sizes:
        x = tensor(rng, n, args[0], h, w)
        with torch.no_grad():
            expected = want(x)
        close(got(x), expected, what=f"{call_of(args)}, eval mode, x of shape {tuple(x.shape)}")


def test_parameter_names(solution, reference, rng):
    for args in [IDENTITY, *PROJECTIONS]:
        want, got = reference.ResidualBlock(*args), solution.ResidualBlock(*args)
        same_entries(solution.state_of(got), want.state_dict(), call_of(args))
        names, wanted = sorted(solution.parameter_names(got)), sorted(n for n, _ in want.named_parameters())
        require(names == wanted, f"{call_of(args)} has other parameters than expected", names, wanted)


def test_identity_shortcut(solution, reference, rng):
    same_outputs(solution, reference, rng, IDENTITY, (2, 6, 7), (3, 4, 5))


def test_projection_channels(solution, reference, rng):
    same_outputs(solution, reference, rng, (3, 7, 1), (2, 5, 6))
    same_outputs(solution, reference, rng, (6, 4, 1), (3, 6, 5))


def test_projection_stride(solution, reference, rng):
    for args in PROJECTIONS[1:]:
        same_outputs(solution, reference, rng, args, (2, 7, 6), (3, 8, 9))


def test_train_mode(solution, reference, rng):
    for args in [IDENTITY, (4, 6, 2)]:
        got, want = blocks(solution, reference, rng, args)
        got.train()
        x = tensor(rng, 3, args[0], 7, 6)
        close(got(x), want.train()(x).detach(), what=f"{call_of(args)}, training mode")


def test_running_statistics(solution, reference, rng):
    got, want = blocks(solution, reference, rng, (4, 6, 2))
    got.train()
    want.train()
    for n, which in [(3, "one training batch"), (2, "two training batches")]:
        x = tensor(rng, n, 4, 5, 7) * 1.5 + 0.5
        got(x)
        want(x)
        same_statistics(solution, got, want, f"after {which}")


def test_eval_mode(solution, reference, rng):
    for args in [IDENTITY, (3, 7, 2)]:
        got, want = blocks(solution, reference, rng, args)
        x = tensor(rng, 3, args[0], 5, 6) * 2 + 1
        got.train()
        got(x)
        want.train()(x)
        got.eval()
        want.eval()
        y = tensor(rng, 2, args[0], 6, 5)
        with torch.no_grad():
            expected = want(y)
        close(got(y), expected, what=f"{call_of(args)}, in eval mode after a training batch")
        close(got(y[:1]), expected[:1], what=f"{call_of(args)}, in eval mode, the first sample alone")
        same_statistics(solution, got, want, "after calls in eval mode (they must not change it)")


def test_gradients(solution, reference, rng):
    for args in [IDENTITY, (4, 6, 2)]:
        got, want = blocks(solution, reference, rng, args)
        got.train()
        x = tensor(rng, 2, args[0], 5, 6)
        leaf = x.clone().requires_grad_()
        out = want.train()(leaf)
        dout = tensor(rng, *out.shape)
        out.backward(dout)
        y, (dx,), grads = solution.run_with_grad(got, x, dout=dout)
        close(y, out.detach(), what=f"{call_of(args)}, training mode")
        require(dx is not None, f"no gradient reaches x in {call_of(args)}")
        close(dx, leaf.grad, what=f"gradient of x in {call_of(args)}")
        for name, p in want.named_parameters():
            require(grads.get(name) is not None, f"no gradient reaches {name} in {call_of(args)}")
            close(grads[name], p.grad, what=f"gradient of {name} in {call_of(args)}")


def test_input_unchanged(solution, reference, rng):
    for args in [IDENTITY, (4, 6, 2)]:
        got, want = blocks(solution, reference, rng, args)
        got.eval()
        x = tensor(rng, 2, args[0], 5, 4)
        kept = x.clone()
        answer = got(x)
        unchanged(solution)
        with torch.no_grad():
            close(answer, want.eval()(kept), what=f"{call_of(args)}, eval mode")
