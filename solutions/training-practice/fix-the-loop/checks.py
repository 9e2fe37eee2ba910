"""Hidden checks of the mended loop: one for each planted bug, none of which minds the others, then the real run."""

import pytest
import torch

from quizprep import glyphs
from quizprep.grading.checking import Function, close, require
from quizprep.grading.spies import QUIET, coded, spy, watch
from quizprep.grading.training import accuracy, fit, logits, reaches

TRAINING, HIDDEN, ENOUGH = 2500, 2000, 0.75
EPOCHS, BATCH, LR = 3, 10, 0.5
LINEAR = Function("lambda w: (lambda m: m.load_state_dict({'1.weight': w}) and m)(torch.nn.Sequential("
                  "torch.nn.Flatten(), torch.nn.Linear(784, 10, bias=False)))")  # fmt: skip
failed = []


def alone(check):
    """A check for one bug: when one of them fails, the real run is not begun."""

    def wrapped(solution, rng, device):
        failed.append(check.__name__)
        check(solution, rng, device)
        failed.pop()

    wrapped.__name__ = check.__name__
    return wrapped


def trained(solution, rng, device, **kinds):
    """A spy after three epochs of four batches of ten."""
    watcher = spy(solution, **kinds)
    x, y = coded(rng, 40)
    run = {"epochs": EPOCHS, "batch_size": BATCH, "lr": LR, "device": device, "seed": 1, "log": QUIET}
    raised = watch(solution.train, watcher, x, y, **run)
    require(not raised, f"train raised, with a small network of the judge's own on 40 images: {raised}")
    require(watcher.passes == 12, f"{watcher.passes} passes with gradients in 3 epochs of 4 batches, not 12")
    return watcher


@alone
def test_gradients_cleared(solution, rng, device):
    message = "gradients of steps before are still in .grad when new ones are added: clear them for each step"
    require(not trained(solution, rng, device, sure=0.0).leftover, message)


@alone
def test_loss_of_logits(solution, rng, device):
    message = (
        "images that the network takes for a wrong class with certainty get no gradient: "
        "cross_entropy takes logits, softmax is already in it"
    )
    require(trained(solution, rng, device).gradient == "alive", message)


@alone
def test_whole_network_learns(solution, rng, device):
    learned = trained(solution, rng, device, sure=0.0).learned
    wanted = ["body.bias", "body.weight", "out.bias", "out.weight"]
    message = "parameters of the features (here `body`) stay as they were: their part of the graph is not recorded"
    if not learned:
        message = "no parameter has changed: no gradient is left when the optimizer steps, or it never does"
    require(learned == wanted, message, f"changed: {learned}", f"changed: {wanted}")


@alone
def test_pairs(solution, rng, device):
    message = "the images are trained towards labels of other images: index x and y with the same rows"
    require(trained(solution, rng, device, sure=0.0).pairs == "together", message)


@alone
def test_schedule(solution, rng, device):
    watcher = trained(solution, rng, device, sure=0.0)
    wanted = [LR / 2 ** (step // 4) for step in range(12)]
    what = "the learning rates of 12 steps of plain SGD (3 epochs of 4 batches, lr 0.5), seen from how far a bias moved"
    close(watcher.rates, wanted, tol=0.02, what=what)
    message = "a step goes elsewhere than along its gradient: plain SGD has neither momentum nor weight decay"
    require(watcher.straight, message)


@alone
def test_device(solution, rng, device):
    target = device if device == "cuda" else "meta"
    watcher = spy(solution, samples=1, passes=1)
    run = {"epochs": 1, "batch_size": BATCH, "lr": LR, "device": target, "seed": 1, "log": QUIET}
    watch(solution.train, watcher, *coded(rng, 40), **run)
    places, wanted = watcher.places, [f"batch on {target}", f"network on {target}"]
    require(places == wanted, f"asked to train on {target!r}, it did not have all there", places, wanted)


@alone
def test_evaluation(solution, rng, device):
    x, y = map(torch.from_numpy, glyphs.draw(50, int(rng.integers(1 << 31))))
    watcher = spy(solution)
    solution.accuracy(watcher, x, y, device=device)
    how = watcher.answering
    require("training" not in " ".join(how), "accuracy is measured with the network in training mode", how)
    require(how == ["evaluation"], "accuracy records a graph; run the network under torch.no_grad()", how)
    weight = torch.from_numpy(rng.normal(size=(10, 784))).float()
    got = solution.accuracy(solution.apply(LINEAR, weight), x, y, device=device)
    want = (x.float().flatten(1) @ weight.T).argmax(1).eq(y).double().mean().item()
    close(float(got), want, tol=1e-4, what="the accuracy of a linear network with random weights")


@pytest.fixture(scope="module")
def run(shared_solution, shared_rng, device):
    if failed:
        pytest.skip("a check before it failed; the real run begins when all of them pass")
    x, y = map(torch.from_numpy, glyphs.draw(TRAINING, int(shared_rng.integers(1 << 31))))
    settings = {"epochs": 4, "batch_size": 32, "lr": 0.2, "seed": int(shared_rng.integers(1000))}
    return shared_solution, fit(shared_solution, shared_solution.Net(), x, y, device=device, **settings)


def test_real_run(run, shared_rng, device):
    solution, model = run
    x, y = glyphs.draw(HIDDEN, int(shared_rng.integers(1 << 31)))
    out = logits(solution, model, torch.from_numpy(x).float().unsqueeze(1) / 255, device=device)
    reaches(accuracy(out, y), ENOUGH, n=HIDDEN)
