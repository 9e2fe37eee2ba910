"""Hidden checks of a whole training: what a spy sees of it in a few passes, then the real run."""

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from quizprep import glyphs
from quizprep.grading.checking import Function, require
from quizprep.grading.spies import QUIET, coded, largest_step, spy, watch, watch_steps
from quizprep.grading.training import accuracy, falls, fit, logits, reaches

TRAINING, HIDDEN, ENOUGH = 4000, 3000, 0.80
TO_TRAINING = Function("lambda m: m.train() and None")
TO_EVALUATION = Function("lambda m: m.eval() and None")
broken = []


def fast(check):
    """A check of the spy: when one of them fails, the real run is not begun."""

    def wrapped(solution, rng, device):
        broken.append(check.__name__)
        check(solution, rng, device)
        broken.pop()

    wrapped.__name__ = check.__name__
    return wrapped


def went_well(raised):
    """Nothing was raised on the way."""
    require(not raised, f"train raised, with the judge's small network on a few hundred images: {raised}")


def trained(solution, rng, device, **kinds):
    """A spy, after `train` has been called with it on 320 coded images, and what was raised."""
    x, y = coded(rng, 320, in_order=kinds.pop("in_order", False))
    watcher = spy(solution, **({"samples": 640, "passes": 6} | kinds))
    raised = watch(solution.train, watcher, x, y, device=device, seed=int(rng.integers(1000)), log=QUIET)
    went_well(raised)
    require(watcher.passes > 0, "train never called the network that it was given with gradients on")
    return watcher


@fast
def test_fresh_model(solution, rng, device):
    x, y = glyphs.draw(200, int(rng.integers(1 << 31)))
    inputs = torch.from_numpy(x).float().unsqueeze(1) / 255
    out = logits(solution, solution.build_model(), inputs, device="cpu")
    sums = out.sum(1)
    probable = bool((out >= 0).all()) and bool((sums - 1).abs().max() < 1e-3)
    require(not probable, "the network answers probabilities (each row sums to 1); it must answer logits", out[0])
    loss = F.cross_entropy(out, torch.from_numpy(y)).item()
    near = abs(loss - math.log(10)) < 0.7
    require(near, f"a new network's loss is {loss:.3f}; it should be near ln 10 = 2.303", f"{loss:.4f}", "2.303 ± 0.7")


@fast
def test_predict(solution, rng, device):
    x = torch.from_numpy(glyphs.draw(60, int(rng.integers(1 << 31)))[0])
    watcher = spy(solution)
    solution.predict(watcher, x, device=device)
    how = watcher.answering
    require("training" not in " ".join(how), "predict runs the network in training mode; call model.eval() there", how)
    require(how == ["evaluation"], "predict records a graph; run it under torch.no_grad()", how)
    model = solution.build_model()
    solution.apply(TO_TRAINING, model)
    together = solution.predict(model, x, device=device)
    right = isinstance(together, torch.Tensor) and together.shape == (60,) and together.dtype == torch.int64
    require(right, "predict must return an int64 tensor (N,)", together, "int64, shape (60,)")
    alone = torch.cat([solution.predict(model, x[i : i + 1], device=device) for i in range(0, 60, 3)])
    moved = int((alone != together[::3]).sum())
    require(moved <= 1, f"{moved} of 20 images get another label alone than among 60", alone, together[::3])


@fast
def test_training_mode(solution, rng, device):
    x, y = coded(rng, 320)
    watcher = spy(solution, samples=128, passes=2)
    solution.apply(TO_EVALUATION, watcher)
    went_well(watch(solution.train, watcher, x, y, device=device, seed=1, log=QUIET))
    modes = watcher.modes
    message = "the network came in evaluation mode, as after a predict, and learned in it; call model.train() first"
    require(modes == ["training"], message, modes, ["training"])


@fast
def test_shuffled(solution, rng, device):
    watcher = trained(solution, rng, device, in_order=True)
    require(watcher.runs == "few", "the data came sorted by label, and the batches are sorted, too: shuffle them")
    require(not watcher.same_order, "the second epoch has the same order as the first: shuffle anew for each")


@fast
def test_pairs(solution, rng, device):
    watcher = trained(solution, rng, device)
    require(watcher.pairs == "together", "the images are trained towards labels of other images: index x and y alike")


@fast
def test_loss_of_logits(solution, rng, device):
    watcher = trained(solution, rng, device)
    message = (
        "images that the network takes for a wrong class with certainty get no gradient: "
        "cross_entropy takes logits, softmax is already in it"
    )
    require(watcher.gradient == "alive", message)


@fast
def test_gradients_cleared(solution, rng, device):
    watcher = trained(solution, rng, device)
    learned = watcher.learned
    require("out.bias" in learned, "the network's parameters did not change", learned)
    message = "gradients of steps before are still in .grad when new ones are added: clear them for each step"
    require(not watcher.leftover, message)


@fast
def test_device(solution, rng, device):
    x, y = coded(rng, 64)
    target = device if device == "cuda" else "meta"
    watcher = spy(solution, samples=1, passes=1)
    raised = watch(solution.train, watcher, x, y, device=target, seed=1, log=QUIET)
    places = watcher.places
    require("NotImplementedError" not in raised, raised)
    if raised and not places:
        return  # a generator or autocast that the device "meta" doesn't have: nothing was seen
    wanted = [f"batch on {target}", f"network on {target}"]
    require(places == wanted, f"asked to train on {target!r}, it did not have all there", places, wanted)


@fast
def test_seed(solution, rng, device):
    x, y = coded(rng, 160)
    for dropout, what in ((0.0, "without dropout"), (0.5, "with dropout")):
        first = spy(solution, samples=320, passes=4, dropout=dropout)
        went_well(watch(solution.train, first, x, y, device=device, seed=3, log=QUIET))
        again = spy(solution, samples=320, passes=4, dropout=dropout, other=first)
        watch(solution.train, again, x, y, device=device, seed=3, log=QUIET)
        message = f"two runs of the same network ({what}), data and seed end with different weights"
        require(again.like_other, message)


@pytest.fixture(scope="module")
def run(shared_solution, shared_rng, device):
    if broken:
        pytest.skip("a check before it failed; the real run begins when all of them pass")
    x, y = map(torch.from_numpy, glyphs.draw(TRAINING, int(shared_rng.integers(1 << 31))))
    seed = int(shared_rng.integers(1000))
    steps = watch_steps(shared_solution)
    model = fit(shared_solution, shared_solution.build_model(), x, y, device=device, seed=seed)
    return shared_solution, model, shared_solution.logged(), largest_step(steps)


def test_accuracy(run, shared_rng, device):
    solution, model, _, step = run
    x, y = glyphs.draw(HIDDEN, int(shared_rng.integers(1 << 31)))
    labels = solution.predict(model, torch.from_numpy(x), device=device)
    right = isinstance(labels, torch.Tensor) and labels.shape == (HIDDEN,)
    require(right, "predict must return a tensor (N,)", labels)
    reaches(accuracy(np.eye(10)[labels.clamp(0, 9).numpy()], y), ENOUGH, n=HIDDEN, step=step)


def test_loss_falls(run):
    falls(run[2], "loss", to=0.5)
