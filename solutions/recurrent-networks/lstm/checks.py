"""Hidden checks of LSTM, against nn.LSTM."""

import torch
from torch import nn

from quizprep.grading.checking import close, require, unchanged


def tensor(rng, *shape):
    """A float64 tensor of normal numbers."""
    return torch.from_numpy(rng.normal(size=shape))


def call_of(args, options):
    """How the module was made, for messages."""
    return f"LSTM({', '.join([*map(str, args), *(f'{k}={v}' for k, v in options.items())])})"


def same_entries(got, want, call):
    """state_dict has the wanted names, with the wanted shapes."""
    missing, extra = sorted(set(want) - set(got)), sorted(set(got) - set(want))
    parts = [f"lacks {', '.join(missing)}"] if missing else []
    parts += [f"has {', '.join(extra)} too many"] if extra else []
    require(not parts, f"the state_dict of {call} {' and '.join(parts)}", sorted(got), sorted(want))
    for name in want:
        shape, wanted = tuple(got[name].shape), tuple(want[name].shape)
        require(shape == wanted, f"{name} of {call} has the shape {shape}, expected {wanted}")


def modules(solution, rng, args, **options):
    """The submission's LSTM and torch's in float64, with the same random parameters."""
    want = nn.LSTM(*args, **options).double()
    state = {name: tensor(rng, *value.shape) * 0.6 for name, value in want.state_dict().items()}
    want.load_state_dict(state)
    got = solution.LSTM(*args, **options)
    got.double()
    same_entries(solution.state_of(got), state, call_of(args, options))
    solution.load_state(got, state)
    return got, want


def parts(answer):
    """output, h_n and c_n."""
    good = isinstance(answer, (tuple, list)) and len(answer) == 2 and isinstance(answer[1], (tuple, list))
    require(good and len(answer[1]) == 2, "forward must return (output, (h_n, c_n))")
    return [answer[0], *answer[1]]


def same(answer, want, what, **how):
    """(output, (h_n, c_n)) of both."""
    for name, got, wanted in zip(("output", "h_n", "c_n"), parts(answer), parts(want), strict=True):
        close(got, wanted.detach(), what=f"{name}, {what}", **how)


def test_parameters(solution, reference, rng):
    for args, options in [((3, 5), {}), ((6, 4), {"num_layers": 3}), ((4, 4), {"num_layers": 2, "batch_first": True})]:
        want, got = nn.LSTM(*args, **options), solution.LSTM(*args, **options)
        same_entries(solution.state_of(got), want.state_dict(), call_of(args, options))
        names, wanted = sorted(solution.parameter_names(got)), sorted(n for n, _ in want.named_parameters())
        require(names == wanted, f"{call_of(args, options)} has other parameters than expected", names, wanted)


def test_one_layer(solution, reference, rng):
    for args, shape in [((3, 5), (6, 2, 3)), ((4, 2), (1, 3, 4)), ((2, 6), (4, 1, 2))]:
        got, want = modules(solution, rng, args)
        x = tensor(rng, *shape)
        same(got(x), want(x), f"{call_of(args, {})}, x of shape {shape}")


def test_layers(solution, reference, rng):
    for args, layers in [((3, 5), 2), ((4, 2), 3)]:
        got, want = modules(solution, rng, args, num_layers=layers)
        x = tensor(rng, 6, 3, args[0])
        same(got(x), want(x), f"{layers} layers, x of shape {tuple(x.shape)}")


def test_initial_state(solution, reference, rng):
    for layers in (1, 2):
        got, want = modules(solution, rng, (3, 4), num_layers=layers)
        state = tensor(rng, layers, 2, 4), tensor(rng, layers, 2, 4)
        x = tensor(rng, 7, 2, 3)
        whole = want(x, state)
        same(got(x, state), whole, f"{layers} layers, with a state")
        first = got(x[:3], state)
        same(first, want(x[:3], state), f"{layers} layers, first three steps")
        output, last = want(x[3:], want(x[:3], state)[1])
        same(got(x[3:], tuple(first[1])), (output, last), f"{layers} layers, the other steps from the state returned")


def test_batch_first(solution, reference, rng):
    for layers in (1, 2):
        got, want = modules(solution, rng, (3, 5), num_layers=layers, batch_first=True)
        x = tensor(rng, 2, 6, 3)
        same(got(x), want(x), f"batch_first=True, {layers} layers")
        state = tensor(rng, layers, 2, 5), tensor(rng, layers, 2, 5)
        same(got(x, state), want(x, state), f"batch_first=True, {layers} layers, with a state")


def test_saturation(solution, reference, rng):
    got, want = modules(solution, rng, (3, 4))
    state = tensor(rng, 1, 2, 4), tensor(rng, 1, 2, 4) * 50
    x = tensor(rng, 5, 2, 3)
    same(got(x, state), want(x, state), "a cell state of about 50")
    far = torch.sign(x) * (x.abs() + 1) * 2000
    far_parts, wanted = parts(got(far)), parts(want(far))
    for g, w in zip(far_parts, wanted, strict=True):
        require(
            isinstance(g, torch.Tensor) and g.shape == w.shape, "output, h_n and c_n must be tensors of these shapes"
        )
    one, other = (torch.cat([t.detach().flatten() for t in p]) for p in (far_parts, wanted))
    close(one, other, what="output, h_n and c_n in one row, inputs of about 2000")


def test_gradients(solution, reference, rng):
    for args, options in [((3, 4), {}), ((3, 2), {"num_layers": 2}), ((2, 3), {"num_layers": 2, "batch_first": True})]:
        got, want = modules(solution, rng, args, **options)
        layers, call = options.get("num_layers", 1), call_of(args, options)
        shape = (3, 5, args[0]) if "batch_first" in options else (5, 3, args[0])
        inputs = tensor(rng, *shape), tensor(rng, layers, 3, args[1]), tensor(rng, layers, 3, args[1])
        x, h_0, c_0 = leaves = [t.clone().requires_grad_() for t in inputs]
        output, states = want(x, (h_0, c_0))
        joined = torch.cat([t.flatten() for t in (output, *states)])
        dout = tensor(rng, *joined.shape)
        joined.backward(dout)
        y, dinputs, grads = solution.run_with_grad(solution.Joined(got), *inputs, dout=dout)
        close(y, joined.detach(), what=f"Joined({call})")
        for name, d, leaf in zip(("x", "h_0", "c_0"), dinputs, leaves, strict=True):
            require(d is not None, f"no gradient reaches {name} in {call}")
            close(d, leaf.grad, what=f"gradient of {name} in {call}")
        grads = {name.rpartition(".")[2]: g for name, g in grads.items()}
        for name, p in want.named_parameters():
            require(grads.get(name) is not None, f"no gradient reaches {name} in {call}")
            close(grads[name], p.grad, what=f"gradient of {name} in {call}")


def test_dtype(solution, reference, rng):
    for dtype, tol in ((torch.float64, None), (torch.bfloat16, 0.06)):
        want = nn.LSTM(3, 4, num_layers=2).double()
        state = {n: (tensor(rng, *v.shape) * 0.6).to(dtype) for n, v in want.state_dict().items()}
        want.load_state_dict({n: v.double() for n, v in state.items()})
        got = solution.LSTM(3, 4, num_layers=2)
        getattr(got, "double" if dtype == torch.float64 else "bfloat16")()
        same_entries(solution.state_of(got), state, "LSTM(3, 4, num_layers=2)")
        solution.load_state(got, state)
        x = tensor(rng, 5, 2, 3).to(dtype)
        same(got(x), want(x.double()), f"{dtype}, no state given", dtype=dtype, tol=tol)


def test_input_unchanged(solution, reference, rng):
    for batch_first in (False, True):
        got, want = modules(solution, rng, (3, 4), num_layers=2, batch_first=batch_first)
        x = tensor(rng, 4, 5, 3)
        n = 4 if batch_first else 5
        state = tensor(rng, 2, n, 4), tensor(rng, 2, n, 4)
        expected = want(x, state)
        answer = got(x, state)
        unchanged(solution)
        same(answer, expected, f"batch_first={batch_first}")
