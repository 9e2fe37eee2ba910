"""Hidden checks of EMA."""

from functools import partial

import torch

from quizprep.grading.checking import Function, close, fail, require
from quizprep.grading.solution import Raised

PARAMETERS = ("0.weight", "0.bias", "1.weight", "1.bias", "3.weight", "3.bias")
BUFFERS = ("1.running_mean", "1.running_var", "1.num_batches_tracked")


def weights(rng, dtype=torch.float64):
    """A state of Net, as training might leave it."""
    state = {}
    for name, shape in zip(PARAMETERS, [(4, 3), (4,), (4,), (4,), (2, 4), (2,)], strict=True):
        state[name] = torch.from_numpy(rng.normal(size=shape)).to(dtype)
    state["1.running_mean"] = torch.from_numpy(rng.normal(size=4)).to(dtype)
    state["1.running_var"] = torch.from_numpy(rng.uniform(0.5, 2.0, size=4)).to(dtype)
    state["1.num_batches_tracked"] = torch.tensor(int(rng.integers(3, 1000)))
    return state


OTHER = Function("lambda: torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Tanh(), torch.nn.Linear(2, 1)).double()")
"""A model that isn't Net."""


def model(solution, state):
    """A Net of the submission with these weights, in training mode."""
    net = solution.Net()
    if state["0.weight"].dtype == torch.float64:
        net.double()
    solution.load_state(net, state)
    return net


def average(want, state, decay):
    """What one update makes of `want`."""
    return {n: decay * want[n] + (1 - decay) * v if n in PARAMETERS else v for n, v in state.items()}


def same(solution, module, want, names, what, **how):
    """Parameters or buffers of a module that stays in the worker."""
    parameter, buffer = module.get_parameter, module.get_buffer
    values = solution.in_turn(*(partial(parameter if name in PARAMETERS else buffer, name) for name in names))
    for name, got in zip(names, values, strict=True):
        close(got, want[name], dtype=want[name].dtype, what=f"{name} {what}", **how)


def test_starts_as_a_copy(solution, reference, rng):
    state = weights(rng)
    ema = solution.EMA(model(solution, state), 0.9)
    same(solution, ema.module, state, PARAMETERS + BUFFERS, "of ema.module before the first update")


def test_memory_of_its_own(solution, reference, rng):
    state, later = weights(rng), weights(rng)
    net = model(solution, state)
    ema = solution.EMA(net, 0.9)
    solution.load_state(net, later)
    same(solution, ema.module, state, PARAMETERS + BUFFERS, "of ema.module, the model having changed, without an update")


def test_one_update(solution, reference, rng):
    for dtype, decays in ((torch.float64, (0.9, 0.0)), (torch.float32, (0.6,))):
        for decay in (*decays, None):
            state, later = weights(rng, dtype), weights(rng, dtype)
            net = model(solution, state)
            ema = solution.EMA(net) if decay is None else solution.EMA(net, decay=decay)
            solution.load_state(net, later)
            ema.update(net)
            want = average(state, later, 0.999 if decay is None else decay)
            call = "the default decay" if decay is None else f"decay={decay}"
            same(solution, ema.module, want, PARAMETERS, f"after one update, {call}")
    other = solution.apply(OTHER)
    state = solution.state_of(other)
    ema = solution.EMA(other, 0.9)
    solution.load_state(other, {name: 11 * p for name, p in state.items()})
    ema.update(other)
    want = {name: 2 * p for name, p in state.items()}
    close(solution.state_of(ema.module), want, what="after one update of a model that isn't Net")


def test_many_updates(solution, reference, rng):
    want = weights(rng)
    net = model(solution, want)
    ema = solution.EMA(net, 0.8)
    for n in range(1, 6):
        state = weights(rng)
        solution.load_state(net, state)
        ema.update(net)
        want = average(want, state, 0.8)
        if n > 1:
            same(solution, ema.module, want, PARAMETERS, f"after update {n}, decay=0.8")


def test_buffers(solution, reference, rng):
    net = model(solution, weights(rng))
    ema = solution.EMA(net, 0.8)
    for n in (1, 2):
        state = weights(rng)
        solution.load_state(net, state)
        ema.update(net)
        same(solution, ema.module, state, BUFFERS, f"of ema.module after update {n}", tol=0.0)
        solution.load_state(net, weights(rng))
        same(solution, ema.module, state, BUFFERS, f"of ema.module, the model having changed after update {n}", tol=0.0)


def test_eval_mode(solution, reference, rng):
    state, later = weights(rng), weights(rng)
    net = model(solution, state)
    ema = solution.EMA(net, 0.7)
    solution.load_state(net, later)
    ema.update(net)
    want = reference.Net().double().eval()
    want.load_state_dict(average(state, later, 0.7))
    for n in (5, 1):
        x = torch.from_numpy(rng.normal(size=(n, 3)))
        with torch.no_grad():
            expected = want(x)
        close(ema.module(x), expected, what=f"ema.module(x) for {n} samples")
    same(solution, ema.module, later, BUFFERS, "of ema.module after its forward pass", tol=0.0)


def test_no_gradients(solution, reference, rng):
    net = model(solution, weights(rng))
    ema = solution.EMA(net, 0.7)
    x, dout = torch.from_numpy(rng.normal(size=(5, 3))), torch.from_numpy(rng.normal(size=(5, 2)))
    for when in ("before the first update", "after one update", "after two updates"):
        _, _, grads = solution.run_with_grad(ema.module, x, dout=dout)
        learning = sorted(n for n, g in grads.items() if g is not None)
        require(not learning, f"{when}, parameters of ema.module get gradients: {', '.join(learning)}")
        try:
            ema.module.requires_grad_(False)
        except Raised as e:
            fail(f"{when}, the averages carry an autograd history: update them under torch.no_grad() ({e})")
        solution.load_state(net, weights(rng))
        ema.update(net)


def test_model_left_alone(solution, reference, rng):
    state, later = weights(rng), weights(rng)
    net = model(solution, state)
    ema = solution.EMA(net, 0.7)
    same(solution, net, state, PARAMETERS + BUFFERS, "of the model after EMA(model)")
    solution.load_state(net, later)
    ema.update(net)
    same(solution, net, later, PARAMETERS + BUFFERS, "of the model after an update")
    want = reference.Net().double()
    want.load_state_dict(later)
    x, dout = torch.from_numpy(rng.normal(size=(5, 3))), torch.from_numpy(rng.normal(size=(5, 2)))
    out = want(x)
    out.backward(dout)
    y, _, grads = solution.run_with_grad(net, x, dout=dout)
    close(y, out.detach(), what="the model's output in training mode after an update")
    for name, p in want.named_parameters():
        require(grads.get(name) is not None, f"{name} of the model gets no gradient any more")
        close(grads[name], p.grad, what=f"gradient of the model's {name}")
