"""Hidden checks of the fast loop: the slow loop's numbers, and what keeps a device waiting, counted."""

import pytest
import torch
import torch.nn.functional as F

from quizprep import glyphs
from quizprep.grading.checking import Function, close, require
from quizprep.grading.spies import QUIET, coded, spy, watch

LINEAR = Function("lambda state: (lambda m: m.load_state_dict(state) and m)(torch.nn.Sequential("
                  "torch.nn.Flatten(), torch.nn.Linear(784, 10)))")  # fmt: skip
STATE = Function("lambda m: {k: v.detach().cpu().clone() for k, v in m.state_dict().items()}")
_SOURCE = '''
import sys, time
from torch.overrides import TorchFunctionMode


class Counting(TorchFunctionMode):
    calls = 0

    def __torch_function__(self, function, types, args=(), kwargs=None):
        if getattr(function, "__name__", "") not in ("__get__", "__set__"):
            self.calls += 1
        return function(*args, **(kwargs or {}))


class train:
    """Counts the tensor operations of a training, or takes its time."""

    def __call__(self, model, x, y, **settings):
        with Counting() as counting:
            sys.modules["submission"].train(model, x, y, log=lambda *a, **k: None, **settings)
        return counting.calls

    def fast(self, model, x, y, epochs, batch_size, lr, device, seed, log):
        generator = torch.Generator().manual_seed(seed)
        model.to(device).train()
        x, y, losses = x.to(device), y.to(device), []
        optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
        for _ in range(epochs):
            for rows in torch.randperm(len(x), generator=generator).to(device).split(batch_size):
                loss = torch.nn.functional.cross_entropy(model(x[rows].unsqueeze(1).float() / 255), y[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.detach())
        return torch.stack(losses).tolist()

    def seconds(self, function, x, y, device):
        nn = torch.nn
        model = nn.Sequential(nn.Conv2d(1, 32, 5, 2, 2), nn.ReLU(), nn.Flatten(), nn.Linear(32 * 196, 10))
        settings = dict(epochs=2, batch_size=128, lr=0.01, device=device, seed=1, log=lambda *a, **k: None)
        torch.cuda.synchronize()
        start = time.perf_counter()
        function(model, x, y, **settings)
        torch.cuda.synchronize()
        return time.perf_counter() - start

    def ratio(self, x, y, device):
        theirs = sys.modules["submission"].train
        pairs = [(self.seconds(self.fast, x, y, device), self.seconds(theirs, x, y, device)) for _ in range(6)][1:]
        return sorted(a for a, _ in pairs)[2] / sorted(b for _, b in pairs)[2]
'''
COUNTER = Function(f"lambda: (lambda s: (exec({_SOURCE!r}, s), s['train']())[1])({{'torch': torch, '__name__': 'judge'}})")
RATIO = Function("lambda counter, x, y, device: counter.ratio(x, y, device)")


def slow(state, x, y, epochs, batch_size, lr, seed):
    """What the starter does: losses, and the weights afterwards."""
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))
    model.load_state_dict(state)
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            loss = F.cross_entropy(model(x[rows].float() / 255), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses, dict(model.state_dict())


def test_same_numbers(solution, rng, device):
    for n, batch_size, epochs in ((48, 16, 2), (50, 16, 3)):
        x, y = map(torch.from_numpy, glyphs.draw(n, int(rng.integers(1 << 31))))
        state = {"1.weight": torch.from_numpy(rng.normal(size=(10, 784)) * 0.1).float(), "1.bias": torch.zeros(10)}
        model, seed = solution.apply(LINEAR, state), int(rng.integers(1000))
        want, end = slow(state, x, y, epochs, batch_size, 0.05, seed)
        settings = {"epochs": epochs, "batch_size": batch_size, "lr": 0.05, "seed": seed}
        got = solution.train(model, x, y, device=device, log=QUIET, **settings)
        case = f"{n} images in batches of {batch_size}, {epochs} epochs"
        floats = isinstance(got, list) and all(isinstance(v, float) for v in got)
        require(floats, "train must return a list of Python floats, one for each step", got, want)
        require(len(got) == len(want), f"{len(got)} losses came back, {len(want)} steps were to be made ({case})", got)
        close(got, want, tol=1e-4, what=f"the losses ({case})")
        close(solution.apply(STATE, model), end, tol=1e-3, what=f"the weights at the end ({case})")


def test_no_waiting(solution, rng, device):
    for epochs in (2, 3):
        watcher = spy(solution, counted=True)
        x, y = coded(rng, 80)
        settings = {"epochs": epochs, "batch_size": 8, "lr": 0.01, "seed": 1}
        raised = watch(solution.train, watcher, x, y, device=device, log=QUIET, **settings)
        require(not raised, f"train raised, with a small network of the judge's own: {raised}")
        asked, steps = watcher.asked
        message = f"in {steps} steps ({epochs} epochs) the host asked {asked} times for a value of what was computed"
        require(asked <= epochs + 1, message, f"{asked} times", f"at most {epochs + 1} times")


def test_whole_batches(solution, rng, device):
    counter, counts = solution.apply(COUNTER), {}
    for batch_size in (8, 64):
        x, y = coded(rng, 4 * batch_size)
        model = solution.apply(LINEAR, {"1.weight": torch.zeros(10, 784), "1.bias": torch.zeros(10)})
        settings = {"epochs": 1, "batch_size": batch_size, "lr": 0.01, "seed": 1}
        counts[batch_size] = counter(model, x=x, y=y, device=device, **settings) / 4
    message = (
        f"{counts[8]:.0f} tensor operations in a step of 8 images, {counts[64]:.0f} in one of 64: "
        "something is done for each sample by itself"
    )
    require(counts[64] <= counts[8] + 12, message)


def test_device(solution, rng, device):
    target = device if device == "cuda" else "meta"
    watcher = spy(solution, samples=1, passes=1)
    settings = {"epochs": 1, "batch_size": 8, "lr": 0.01, "seed": 1}
    raised = watch(solution.train, watcher, *coded(rng, 40), device=target, log=QUIET, **settings)
    places = watcher.places
    require("NotImplementedError" not in raised, raised)
    if raised and not places:
        return  # pinned memory that the device "meta" doesn't have: nothing was seen
    wanted = [f"batch on {target}", f"network on {target}"]
    require(places == wanted, f"asked to train on {target!r}, it did not have all there", places, wanted)


@pytest.mark.gpu
def test_throughput(solution, rng, device):
    x, y = map(torch.from_numpy, glyphs.draw(10_000, int(rng.integers(1 << 31))))
    ratio = solution.apply(RATIO, solution.apply(COUNTER), x, y, device)
    message = f"the throughput is {ratio:.0%} of that of a fast loop on the same GPU"
    require(ratio >= 0.6, message, f"{ratio:.2f}", "at least 0.60")
