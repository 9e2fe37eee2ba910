"""Hidden checks of the one-batch test: the losses at both ends, and what a spy sees of the way."""

import math

import torch
import torch.nn.functional as F

from quizprep import glyphs
from quizprep.grading.checking import Function, close, fail, require
from quizprep.grading.spies import QUIET, coded, largest_step, spy, watch, watch_steps
from quizprep.grading.training import TOO_LARGE, Log, accuracy, fell_short, logits

COUNT, MOST = 32, 300
LINEAR = Function("lambda w: (lambda m: m.load_state_dict({'2.weight': w}) and m)(torch.nn.Sequential("
                  "torch.nn.Flatten(), torch.nn.Dropout(0.5), torch.nn.Linear(784, 10, bias=False)))")  # fmt: skip

_SOURCE = '''
import sys


class overfit:
    """The first loss alone, and what the losses are: 300 steps further, rounding would tell two runs of one program apart."""

    def __call__(self, model, **settings):
        x, y = settings.pop("x"), settings.pop("y")
        losses = sys.modules["submission"].overfit(model, x, y, log=lambda *a, **k: None, **settings)
        if not isinstance(losses, list) or not losses or not all(isinstance(v, float) for v in losses):
            return None
        return torch.tensor(losses[0])
'''
FIRST = Function(f"lambda: (lambda s: (exec({_SOURCE!r}, s), s['overfit']())[1])({{'torch': torch, '__name__': 'judge'}})")


def batch(rng):
    x, y = glyphs.draw(COUNT, int(rng.integers(1 << 31)))
    return torch.from_numpy(x), torch.from_numpy(y)


def inputs(x):
    return x.float().unsqueeze(1) / 255


def watched(solution, rng, device, passes=12):
    """A spy that was overfitted for some passes."""
    watcher = spy(solution, samples=1, passes=passes)
    raised = watch(solution.overfit, watcher, *coded(rng, COUNT), device=device, seed=1, log=QUIET)
    require(not raised, f"overfit raised, with a small network of the judge's own: {raised}")
    require(watcher.passes > 0, "overfit never called the network that it was given with gradients on")
    return watcher


def test_initial_loss(solution, rng, device):
    x, y = glyphs.draw(200, int(rng.integers(1 << 31)))
    out = logits(solution, solution.build_model(), inputs(torch.from_numpy(x)), device="cpu")
    loss = F.cross_entropy(out, torch.from_numpy(y)).item()
    near = abs(loss - math.log(10)) < 0.3
    require(near, f"a new network's loss is {loss:.3f}; it should be near ln 10 = 2.303", f"{loss:.4f}", "2.303 ± 0.3")


def test_first_loss(solution, rng, device):
    x, y = batch(rng)
    weight = torch.from_numpy(rng.normal(size=(10, 784))).float() * 0.1
    model = solution.apply(LINEAR, weight)
    first = solution.apply(FIRST)(model, x=x, y=y, device=device, seed=1)
    require(first is not None, "overfit must return the list of losses, Python floats")
    want = F.cross_entropy(inputs(x).flatten(1) @ weight.T, y).item()
    close(first.item(), want, tol=1e-3, what="losses[0], of a linear network (with a dropout layer) that no step has changed")


def test_whole_batch(solution, rng, device):
    sizes = sorted(set(watched(solution, rng, device, 20).sizes))
    require(sizes == [COUNT], "a pass with gradients did not see all 32 images", sizes, [COUNT])


def test_regularization_off(solution, rng, device):
    modes = watched(solution, rng, device, 3).modes
    require(modes == ["evaluation"], "the network learned in training mode: dropout is on", modes, ["evaluation"])


def test_pairs(solution, rng, device):
    message = "the images are trained towards labels of other images: leave both in the order in which they came"
    require(watched(solution, rng, device).pairs == "together", message)


def test_loss_of_logits(solution, rng, device):
    message = (
        "images that the network takes for a wrong class with certainty get no gradient: "
        "cross_entropy takes logits, softmax is already in it"
    )
    require(watched(solution, rng, device, 3).gradient == "alive", message)


def test_gradients_cleared(solution, rng, device):
    watcher = watched(solution, rng, device)
    learned = watcher.learned
    require("out.bias" in learned, "the network's parameters did not change", learned)
    message = "gradients of steps before are still in .grad when new ones are added: clear them for each step"
    require(not watcher.leftover, message)


def test_device(solution, rng, device):
    target = device if device == "cuda" else "meta"
    watcher = spy(solution, samples=1, passes=1)
    raised = watch(solution.overfit, watcher, *coded(rng, COUNT), device=target, seed=1, log=QUIET)
    places = watcher.places
    require("NotImplementedError" not in raised, raised)
    if raised and not places:
        return  # a generator that the device "meta" doesn't have: nothing was seen
    wanted = [f"batch on {target}", f"network on {target}"]
    require(places == wanted, f"asked to train on {target!r}, it did not have all there", places, wanted)


def overfitted(solution, x, y, device, what):
    """The submission's own network on one batch must end by heart."""
    model, steps = solution.build_model(), watch_steps(solution)
    losses = solution.overfit(model, x, y, device=device, seed=2, log=Log())
    if not isinstance(losses, list) or not losses or not isinstance(losses[-1], float):
        fail("overfit must return the list of losses, Python floats", losses)
    require(len(losses) <= MOST + 1, f"{len(losses)} losses came back; at most {MOST} steps are allowed")
    ended = f"{losses[0]:.3f} at first, {losses[-1]:.4f} after {len(losses) - 1} steps"
    message = f"the loss on 32 images with {what} ends at {losses[-1]:.4g}"
    step = largest_step(steps) if any(not v <= 1.5 * losses[0] for v in losses) else 0.0
    if step >= TOO_LARGE and not losses[-1] < 0.01:
        fell_short(message, ended, "below 0.01", step=step)
    out = logits(solution, model, inputs(x), device=device)
    require(losses[-1] < 0.01, message, ended, "below 0.01")
    right = round(accuracy(out, y) * COUNT)
    require(right == COUNT, f"{right} of 32 images with {what} are right", f"{right} of 32", "32 of 32")


def test_overfits(solution, rng, device):
    overfitted(solution, *batch(rng), device, "their own labels")


def test_random_labels(solution, rng, device):
    x, _ = batch(rng)
    overfitted(solution, x, torch.from_numpy(rng.integers(0, 10, size=COUNT)), device, "random labels")
