"""Hidden checks of an epoch with accumulation: against ordinary steps on the large batches, in double precision."""

import torch
import torch.nn.functional as F

from quizprep.grading.checking import Function, close, require, unchanged
from quizprep.grading.spies import QUIET, spy, watch

D, H, C = 5, 4, 3
NET = Function(
    "lambda state, big: (lambda m: (m.load_state_dict(state), setattr(m, 'sizes', []), m.register_forward_pre_hook("
    "lambda _, a: m.sizes.append(len(a[0]))), m)[3])(torch.nn.Sequential(torch.nn.Linear(5, 4), torch.nn.Tanh(), "
    "torch.nn.Linear(4, 3)).double())"
)
SGD = Function("lambda m, lr: torch.optim.SGD(m.parameters(), lr=lr, momentum=0.5)")
SCHEDULE = Function("lambda o: torch.optim.lr_scheduler.StepLR(o, step_size=1, gamma=0.7)")
RATE = Function("lambda o: o.param_groups[0]['lr']")
FILL = Function("lambda m: [setattr(p, 'grad', torch.full_like(p, 3.0)) for p in m.parameters()] and None")
HUGE = 1e9


def ordinary(state, x, y, size, max_norm, lr):
    """The same by whole groups: (loss, norm) of each, and the state afterwards."""
    model = torch.nn.Sequential(torch.nn.Linear(D, H), torch.nn.Tanh(), torch.nn.Linear(H, C)).double()
    model.load_state_dict(state)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.5)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)
    steps = []
    for part, labels in zip(x.split(size), y.split(size)):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(part), labels)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        optimizer.step()
        schedule.step()
        steps.append((loss.item(), norm.item()))
    return steps, dict(model.state_dict())


class Epoch:
    """An epoch over there, and by ordinary steps here."""

    def __init__(self, solution, rng, device, n, batch_size, accumulate, max_norm=HUGE, dirty=False, lr=0.4):
        x = rng.normal(size=(n, D)) * (1 + 3 * (torch.arange(n)[:, None] / n).numpy())
        self.x, self.y = torch.from_numpy(x), torch.from_numpy(rng.integers(0, C, size=n))
        shapes = {"0.weight": (H, D), "0.bias": (H,), "2.weight": (C, H), "2.bias": (C,)}
        state = {k: torch.from_numpy(rng.normal(size=s)) for k, s in shapes.items()}
        self.solution, self.model = solution, solution.apply(NET, state, 0)
        self.optimizer = solution.apply(SGD, self.model, lr)
        scheduler = solution.apply(SCHEDULE, self.optimizer)
        if dirty:
            solution.apply(FILL, self.model)
        size = batch_size * accumulate
        self.steps, self.state = ordinary(state, self.x, self.y, size, max_norm, lr)
        self.what = f"after an epoch of {n} samples (batch_size {batch_size}, accumulate {accumulate})"
        settings = {"batch_size": batch_size, "accumulate": accumulate, "max_norm": max_norm, "device": "cpu"}
        self.got = solution.train_epoch(self.model, self.optimizer, scheduler, self.x, self.y, **settings, log=QUIET)

    def same(self):
        """The weights are those of ordinary steps."""
        close(self.solution.state_of(self.model), self.state, tol=1e-6, what=f"the parameters {self.what}")


def test_one_group(solution, rng, device):
    for n, batch_size, accumulate in ((8, 2, 4), (9, 3, 3), (5, 5, 1)):
        Epoch(solution, rng, device, n, batch_size, accumulate).same()


def test_several_groups(solution, rng, device):
    Epoch(solution, rng, device, 12, 2, 2).same()
    Epoch(solution, rng, device, 12, 3, 2, dirty=True).same()


def test_uneven(solution, rng, device):
    for n, batch_size, accumulate in ((7, 3, 3), (11, 2, 3), (10, 4, 2), (3, 4, 2)):
        Epoch(solution, rng, device, n, batch_size, accumulate).same()


def test_clipped(solution, rng, device):
    for n, batch_size, accumulate, max_norm in ((8, 2, 4, 0.05), (12, 2, 3, 0.1)):
        epoch = Epoch(solution, rng, device, n, batch_size, accumulate, max_norm)
        require(max(norm for _, norm in epoch.steps) > max_norm, "the judge drew a gradient too short to be clipped")
        epoch.what += f", clipped at {max_norm}"
        epoch.same()


def test_not_clipped(solution, rng, device):
    epoch = Epoch(solution, rng, device, 12, 2, 3, 50.0, lr=0.05)
    epoch.what += ", with norms far below max_norm = 50"
    epoch.same()


def test_schedule(solution, rng, device):
    for n, batch_size, accumulate in ((12, 2, 3), (11, 2, 3), (8, 2, 1)):
        epoch = Epoch(solution, rng, device, n, batch_size, accumulate)
        want = 0.4 * 0.7 ** len(epoch.steps)
        rate = solution.apply(RATE, epoch.optimizer)
        close(rate, want, tol=1e-9, what=f"the learning rate {epoch.what}, {len(epoch.steps)} steps with gamma 0.7")
        epoch.same()


def test_micro_batches(solution, rng, device):
    for n, batch_size, accumulate in ((8, 2, 4), (11, 3, 2)):
        epoch = Epoch(solution, rng, device, n, batch_size, accumulate)
        sizes = epoch.model.sizes
        message = f"a pass saw {max(sizes, default=0)} samples; batch_size is {batch_size}"
        require(max(sizes, default=0) == batch_size, message, sizes)


def test_returned(solution, rng, device):
    for max_norm in (HUGE, 0.05):
        epoch = Epoch(solution, rng, device, 11, 2, 3, max_norm)
        unchanged(solution, 3, 4)
        pairs = isinstance(epoch.got, list) and all(isinstance(p, tuple | list) and len(p) == 2 for p in epoch.got)
        require(pairs, "a list of pairs must be returned, one for each step", epoch.got, epoch.steps)
        got = [[float(a), float(b)] for a, b in epoch.got]
        where = f"with max_norm = {max_norm:g}, " if max_norm < HUGE else ""
        close(got, [list(p) for p in epoch.steps], tol=1e-6, what=f"{where}loss and norm of each step")


def test_device(solution, rng, device):
    target = device if device == "cuda" else "meta"
    watcher = spy(solution, samples=1, passes=1)
    solution.apply(Function("lambda m, d: m.to(d) and None"), watcher, target)
    optimizer = solution.apply(SGD, watcher, 0.1)
    x, y = torch.from_numpy(rng.normal(size=(6, 4))).float(), torch.from_numpy(rng.integers(0, 10, size=6))
    settings = {"batch_size": 2, "accumulate": 3, "max_norm": 1.0, "device": target, "log": QUIET}
    watch(solution.train_epoch, watcher, optimizer, solution.apply(SCHEDULE, optimizer), x, y, **settings)
    places, wanted = watcher.places, [f"batch on {target}", f"network on {target}"]
    require(places == wanted, f"asked to train on {target!r}, it did not have all there", places, wanted)
