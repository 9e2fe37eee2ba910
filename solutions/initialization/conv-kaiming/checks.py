"""Hidden checks of kaiming_normal_."""

import math

import numpy as np
import torch

from quizprep.grading.checking import Function, close, raises, require, statistic

LINEAR = [(150, 260), (310, 120)]
KERNELS = [(60, 20, 3, 5), (24, 90, 7), (70, 12, 2, 3, 4)]


def tensor(rng, shape, dtype=torch.float32):
    """A weight as some other initialization left it."""
    return torch.from_numpy(rng.normal(loc=3.0, size=shape)).to(dtype)


def std(shape, a=0.0, mode="fan_in"):
    """What the standard deviation must be."""
    fan = math.prod(shape[1:]) if mode == "fan_in" else shape[0] * math.prod(shape[2:])
    return math.sqrt(2 / (1 + a * a) / fan)


def filled(solution, weight, what, **how):
    """The tensor that was passed, after the call, as float64 numbers."""
    answer = solution.kaiming_normal_(weight, **how)
    after = solution.last_argument(0)
    require(not torch.equal(after, weight), f"{what}: the weight is as it was; fill it in place", answer)
    close(answer, after, tol=0.0, dtype=weight.dtype, what=f"{what}: the returned tensor against the filled one")
    require(bool(torch.isfinite(after).all()), f"{what}: there are weights that are nan or inf", after)
    return after.double().numpy()


def of_the_submission(expression):
    """A function of a weight that is carried out over there in one go, `f` being kaiming_normal_: the generators are seeded anew before each call."""
    return Function(f"lambda w: (lambda f: {expression})(__import__('sys').modules['submission'].kaiming_normal_)")


THE_SAME_TENSOR = of_the_submission("f(w) is w")
SEEDED_TWICE = of_the_submission("[(torch.default_generator.manual_seed(7), f(w).clone())[1] for _ in range(2)]")


def moments(w, want, what):
    """Mean 0 and variance want²."""
    statistic(w.mean(), 0.0, want / math.sqrt(w.size), f"the mean, {what}")
    statistic(np.mean(w**2), want**2, want**2 * math.sqrt(2 / w.size), f"the variance, {what}")


def test_in_place(solution, reference, rng):
    for shape, dtype in [((5, 3), torch.float64), ((4, 2, 3, 5), torch.float32)]:
        filled(solution, tensor(rng, shape, dtype), f"shape {shape}, {dtype}")
    same = solution.apply(THE_SAME_TENSOR, tensor(rng, (5, 3)))
    require(same is True, "what comes back is another tensor of the same values: return the one that was passed")


def test_linear(solution, reference, rng):
    for shape in LINEAR:
        what = f"linear weight of shape {shape}"
        moments(filled(solution, tensor(rng, shape), what), std(shape), what)


def test_convolution(solution, reference, rng):
    for shape in KERNELS:
        what = f"kernel of shape {shape}"
        moments(filled(solution, tensor(rng, shape, torch.float64), what), std(shape), what)


def test_fan_out(solution, reference, rng):
    for shape in [*LINEAR, *KERNELS]:
        what = f'shape {shape}, mode="fan_out"'
        moments(filled(solution, tensor(rng, shape), what, mode="fan_out"), std(shape, mode="fan_out"), what)


def test_negative_slope(solution, reference, rng):
    for shape in [LINEAR[0], KERNELS[0]]:
        for a in (0.5, 1.8):
            what = f"shape {shape}, a={a}"
            moments(filled(solution, tensor(rng, shape), what, a=a), std(shape, a), what)


def test_bell(solution, reference, rng):
    within = {0.5: 0.3829249225, 1.0: 0.6826894921, 2.0: 0.9544997361, 3.2: 0.9986257242}
    for shape in [LINEAR[0], KERNELS[0]]:
        w = filled(solution, tensor(rng, shape), f"shape {shape}")
        for k, want in within.items():
            share = np.mean(np.abs(w) < k * std(shape))
            error = math.sqrt(want * (1 - want) / w.size)
            statistic(share, want, error, f"shape {shape}: the share within {k} standard deviations of 0")
        statistic(np.mean(w < 0), 0.5, math.sqrt(0.25 / w.size), f"shape {shape}: the share below 0")


def test_drawn_one_by_one(solution, reference, rng):
    for shape in [LINEAR[1], KERNELS[0]]:
        start = tensor(rng, shape)
        first, again = (filled(solution, start, f"shape {shape}") for _ in range(2))
        same = np.mean(first == again)
        require(bool(same < 0.01), f"two calls give the same weights, shape {shape}: is there a fixed seed?")
        w = first.reshape(len(first), -1) - first.mean()
        different = np.unique(np.abs(first)).size
        message = f"only {different} of the {w.size} weights differ in size, shape {shape}"
        require(different > 0.9 * w.size, message)
        for pair, what in [(w[1:] * w[:-1], "outputs"), (w[:, 1:] * w[:, :-1], "inputs")]:
            correlation = pair.mean() / np.mean(w**2)
            statistic(correlation, 0.0, 1 / math.sqrt(pair.size), f"the correlation of neighbouring {what}")
    first, again = solution.apply(SEEDED_TWICE, tensor(rng, (5, 3)))
    close(again, first, what="the weights, torch's global generator seeded as before")


def test_parameter(solution, reference, rng):
    for shape in [(6, 4), (5, 3, 2, 4)]:
        weight = tensor(rng, shape, torch.float64)
        dout = torch.from_numpy(rng.normal(size=shape))
        answer, (grad,), _ = solution.run_with_grad("kaiming_normal_", weight, dout=dout)
        after = solution.last_argument(0)
        require(not torch.equal(after, weight), f"a parameter of shape {shape} is as it was; fill it in place", answer)
        close(answer, after, tol=0.0, what=f"the returned tensor against the parameter of shape {shape}")
        require(grad is not None, "what comes back is no leaf that requires a gradient: return the parameter itself")
        close(grad, dout, what="the gradient that reaches the returned parameter")


def test_bias_refused(solution, reference, rng):
    for shape in ((7,), ()):
        raises(solution.kaiming_normal_, ValueError, tensor(rng, shape))
    filled(solution, tensor(rng, (7, 1)), "shape (7, 1)")
