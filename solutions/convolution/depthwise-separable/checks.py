"""Hidden checks of DepthwiseSeparableConv."""

import torch

from quizprep.grading.checking import close, require, unchanged


def tensor(rng, *shape):
    """A float64 tensor of normal numbers."""
    return torch.from_numpy(rng.normal(size=shape))


def call_of(args, options):
    """How the module was made, for messages."""
    return f"DepthwiseSeparableConv({', '.join([*map(str, args), *(f'{k}={v}' for k, v in options.items())])})"


def same_entries(got, want, call):
    """state_dict has the wanted names, with the wanted shapes."""
    missing, extra = sorted(set(want) - set(got)), sorted(set(got) - set(want))
    parts = [f"lacks {', '.join(missing)}"] if missing else []
    parts += [f"has {', '.join(extra)} too many"] if extra else []
    require(not parts, f"the state_dict of {call} {' and '.join(parts)}", sorted(got), sorted(want))
    for name in want:
        shape, wanted = tuple(got[name].shape), tuple(want[name].shape)
        require(shape == wanted, f"{name} of {call} has the shape {shape}, expected {wanted}")


def modules(solution, reference, rng, args, options):
    """The submission's module and the reference's in float64, with the same random parameters."""
    want = reference.DepthwiseSeparableConv(*args, **options).double()
    state = {name: tensor(rng, *value.shape) for name, value in want.state_dict().items()}
    want.load_state_dict(state)
    got = solution.DepthwiseSeparableConv(*args, **options)
    got.double()
    same_entries(solution.state_of(got), state, call_of(args, options))
    solution.load_state(got, state)
    return got, want


def same_outputs(solution, reference, rng, args, size, **options):
    """Both modules on one batch."""
    got, want = modules(solution, reference, rng, args, options)
    x = tensor(rng, size[0], args[0], *size[1:])
    expected = want(x).detach()
    close(got(x), expected, dtype=x.dtype, what=f"{call_of(args, options)}, x of shape {tuple(x.shape)}")


def test_parameters(solution, reference, rng):
    for args, options in [((6, 12, 3), {}), ((6, 4, 5), {"stride": 2}), ((3, 9, 2), {"bias": False})]:
        want, got = (
            reference.DepthwiseSeparableConv(*args, **options),
            solution.DepthwiseSeparableConv(*args, **options),
        )
        same_entries(solution.state_of(got), want.state_dict(), call_of(args, options))
        names, wanted = sorted(solution.parameter_names(got)), sorted(n for n, _ in want.named_parameters())
        require(names == wanted, f"{call_of(args, options)} has other parameters than expected", names, wanted)


def test_values(solution, reference, rng):
    same_outputs(solution, reference, rng, (4, 7, 3), (2, 6, 8))
    same_outputs(solution, reference, rng, (6, 4, 2), (3, 5, 4))
    same_outputs(solution, reference, rng, (3, 5, 1), (2, 4, 6))
    same_outputs(solution, reference, rng, (1, 3, 3), (2, 5, 6))


def test_stride_padding(solution, reference, rng):
    same_outputs(solution, reference, rng, (4, 6, 3), (2, 9, 8), stride=2, padding=1)
    same_outputs(solution, reference, rng, (6, 5, 3), (2, 8, 10), stride=3)
    same_outputs(solution, reference, rng, (3, 4, 2), (3, 5, 6), padding=2)
    same_outputs(solution, reference, rng, (5, 5, 3), (2, 4, 6), padding=1)


def test_dilation(solution, reference, rng):
    same_outputs(solution, reference, rng, (4, 6, 3), (2, 9, 8), dilation=2)
    same_outputs(solution, reference, rng, (3, 2, 2), (2, 8, 9), dilation=3, padding=1, stride=2)


def test_without_bias(solution, reference, rng):
    same_outputs(solution, reference, rng, (4, 6, 3), (2, 6, 7), bias=False)
    same_outputs(solution, reference, rng, (4, 6, 3), (2, 6, 7), bias=True)


def test_gradients(solution, reference, rng):
    for args, options in [((4, 6, 3), {}), ((6, 4, 2), {"stride": 2, "padding": 1})]:
        got, want = modules(solution, reference, rng, args, options)
        call = call_of(args, options)
        x = tensor(rng, 3, args[0], 7, 6)
        leaf = x.clone().requires_grad_()
        out = want(leaf)
        dout = tensor(rng, *out.shape)
        out.backward(dout)
        y, (dx,), grads = solution.run_with_grad(got, x, dout=dout)
        close(y, out.detach(), what=call)
        require(dx is not None, f"no gradient reaches x in {call}")
        close(dx, leaf.grad, what=f"gradient of x in {call}")
        for name, p in want.named_parameters():
            require(grads.get(name) is not None, f"no gradient reaches {name} in {call}")
            close(grads[name], p.grad, what=f"gradient of {name} in {call}")


def test_input_unchanged(solution, reference, rng):
    got, want = modules(solution, reference, rng, (4, 3, 3), {"padding": 1})
    x = tensor(rng, 2, 4, 5, 6)
    kept = x.clone()
    answer = got(x)
    unchanged(solution)
    close(answer, want(kept).detach())
