"""Hidden checks of accumulated_step: against one ordinary step on the whole batch."""

import torch
import torch.nn.functional as F
from torch import nn

from quizprep.grading.checking import Function, close, require, unchanged

SIZES = (5, 4, 3)


NOTE_SIZES = Function(
    "lambda net: setattr(net, 'sizes', []) or net[0].register_forward_pre_hook(lambda _, xs: net.sizes.append(len(xs[0]))) and None"
)
"""From now on `net.sizes` has how many samples went into the first layer at a time, with gradients or without."""


def batch(rng, n):
    """n samples of 5 features, in 3 classes; later samples are larger, so that micro-batches differ."""
    x = torch.from_numpy(
        rng.normal(size=(n, SIZES[0])) * (1 + rng.random((n, 1)) + 2 * (torch.arange(n)[:, None] / n).numpy())
    )
    return x, torch.from_numpy(rng.integers(0, SIZES[2], size=n))


class Ordinary:
    """The same net and optimizer here, stepped with whole batches."""

    def __init__(self, solution, rng, lr=0.4, momentum=0.0):
        self.net = nn.Sequential(nn.Linear(*SIZES[:2]), nn.Tanh(), nn.Linear(*SIZES[1:])).double()
        state = {n: torch.from_numpy(rng.normal(size=tuple(v.shape))) for n, v in self.net.state_dict().items()}
        self.net.load_state_dict(state)
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=lr, momentum=momentum)
        self.solution, self.handle = solution, solution.Net(*SIZES)
        self.handle.double()
        solution.load_state(self.handle, state)
        self.other = solution.make_optimizer(self.handle, lr, momentum)

    def step(self, x, y, micro_size):
        """One step of both; returns both losses."""
        got = self.solution.accumulated_step(self.handle, self.other, x, y, micro_size)
        self.optimizer.zero_grad()
        loss = F.cross_entropy(self.net(x), y)
        loss.backward()
        self.optimizer.step()
        return got, loss.item()

    def same(self, what):
        """What the two nets answer, and their parameters."""
        probe = torch.linspace(-2, 2, 3 * SIZES[0], dtype=torch.float64).reshape(3, SIZES[0]).sin()
        close(self.handle(probe), self.net(probe).detach(), what=f"the net's logits {what}")
        close(self.solution.state_of(self.handle), dict(self.net.state_dict()), what=f"the parameters {what}")


def test_one_step(solution, reference, rng):
    for n, micro_size in ((8, 4), (12, 3), (6, 1), (5, 9), (7, 7)):
        nets = Ordinary(solution, rng)
        nets.step(*batch(rng, n), micro_size)
        nets.same(f"after a step on {n} samples in micro-batches of {micro_size}")


def test_uneven(solution, reference, rng):
    for n, micro_size in ((7, 3), (10, 4), (5, 4), (13, 2)):
        nets = Ordinary(solution, rng)
        nets.step(*batch(rng, n), micro_size)
        nets.same(f"after a step on {n} samples in micro-batches of {micro_size}")


def test_several_steps(solution, reference, rng):
    nets = Ordinary(solution, rng, lr=0.1, momentum=0.8)
    for k, (n, micro_size) in enumerate(((8, 2), (6, 3), (8, 4))):
        nets.step(*batch(rng, n), micro_size)
        nets.same(f"after {k + 1} steps, momentum 0.8")


def test_old_gradients(solution, reference, rng):
    nets = Ordinary(solution, rng)
    x, y = batch(rng, 4)
    solution.run_with_grad(nets.handle, x, dout=torch.from_numpy(rng.normal(size=(4, SIZES[2]))))
    nets.step(*batch(rng, 8), 4)
    nets.same("after a step, with gradients of another backward pass in .grad before it")


def test_memory(solution, reference, rng):
    for n, micro_size in ((9, 3), (8, 4), (7, 3)):
        nets = Ordinary(solution, rng)
        solution.apply(NOTE_SIZES, nets.handle)
        nets.step(*batch(rng, n), micro_size)
        log, sizes = nets.handle.log, nets.handle.sizes
        require(isinstance(log, list) and len(log) > 0, "Net.log is empty: leave Net as it is given")
        case = f"({n} samples, micro_size {micro_size})"
        require(max(sizes) <= micro_size, f"a forward pass saw {max(sizes)} samples {case}", sizes)
        for one, other in zip(log, log[1:]):
            held = one.startswith("forward") and other.startswith("forward")
            require(not held, f"a forward pass began before the one before it was run backward {case}", log)


def test_loss(solution, reference, rng):
    for n, micro_size in ((8, 4), (7, 3), (5, 8)):
        nets = Ordinary(solution, rng)
        x, y = batch(rng, n)
        got, want = nets.step(x, y, micro_size)
        unchanged(solution, 2, 3)
        number = isinstance(got, float) or (isinstance(got, torch.Tensor) and got.numel() == 1)
        require(number, "the loss must be returned, as a float or a scalar tensor", got, want)
        close(float(got), want, tol=1e-6, what=f"the loss of {n} samples in micro-batches of {micro_size}")
