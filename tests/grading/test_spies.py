"""The spy says of a training what is true of it, in whatever style it is written; here in one process, without the judge."""

import numpy as np
import pytest
import torch

from quizprep.grading.solution import local_solution
from quizprep.grading.spies import QUIET, coded, spy, watch


@pytest.fixture(autouse=True)
def one_thread():
    """Threads that wait for each other take longer than these sums."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


PROGRAM = """
import torch
import torch.nn.functional as F

def train(model, x, y, device="cpu", seed=0, epochs=2, size=16, log=None):
    torch.manual_seed(seed)
    model.to(device).train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(size):
            images, labels = x[rows].to(device).float() / 255, y[rows].to(device)
            loss = F.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
"""
STYLES = {
    "as it is": ("", ""),
    "normalized": ("float() / 255", "float().sub(30).div(70).unsqueeze(1)"),
    "adam": ("torch.optim.SGD(model.parameters(), lr=0.1)", "torch.optim.Adam(model.parameters(), lr=0.01)"),
    "cleared after the step": ("            optimizer.zero_grad()\n            loss.backward()\n            optimizer.step()\n",
                               "            loss.backward()\n            optimizer.step()\n            optimizer.zero_grad()\n"),
    "smoothed": ("model(images), labels)", "model(images), labels, label_smoothing=0.1)"),
    "clipped": ("            optimizer.step()", "            torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)\n            optimizer.step()"),
    "shifted": ("float() / 255", "float().roll((2, -1), (1, 2)) / 255"),
    "summed": ("model(images), labels)", "model(images), labels, reduction='sum') / 100"),
}  # fmt: skip
MISTAKES = {
    "leftover": ("            optimizer.zero_grad()\n", "", True),
    "gradient": ("model(images)", "model(images).softmax(1)", "vanishes"),
    "pairs": ("y[rows]", "y[torch.randperm(len(y))[: len(rows)]]", "apart"),
    "runs": ("torch.randperm(len(x))", "torch.arange(len(x))", "many"),
    "modes": (".train()", ".eval()", ["evaluation"]),
    "same_order": (
        "torch.randperm(len(x))",
        "torch.randperm(len(x), generator=torch.Generator().manual_seed(1))",
        True,
    ),
}
RIGHT = {
    "leftover": False,
    "gradient": "alive",
    "pairs": "together",
    "runs": "few",
    "modes": ["training"],
    "same_order": False,
}


SORTED = ("runs", "same_order")
"""The facts that are seen on sorted data."""


def watcher_of(program, in_order):
    """A spy that `program` has trained on 320 images, sorted by label or not."""
    solution = local_solution(program)
    watcher = spy(solution, samples=640, passes=6)
    x, y = coded(np.random.default_rng(3), 320, in_order=in_order)
    assert watch(solution.train, watcher, x, y, log=QUIET) == ""
    return watcher


def watched(program, fact):
    """What the spy says of `program` in this respect."""
    return getattr(watcher_of(program, fact in SORTED), fact)


@pytest.mark.parametrize("style", STYLES)
def test_a_right_program_is_right_in_every_style(style):
    old, new = STYLES[style]
    assert not old or PROGRAM.count(old) == 1
    program = PROGRAM.replace(old, new) if old else PROGRAM
    watchers = {in_order: watcher_of(program, in_order) for in_order in (False, True)}
    assert {fact: getattr(watchers[fact in SORTED], fact) for fact in RIGHT} == RIGHT


@pytest.mark.parametrize("fact", MISTAKES)
def test_a_mistake_shows_in_its_own_fact(fact):
    old, new, word = MISTAKES[fact]
    assert PROGRAM.count(old) == 1
    assert watched(PROGRAM.replace(old, new), fact) == word


def test_gradients_accumulated_on_purpose_are_no_leftover():
    program = PROGRAM.replace("            optimizer.zero_grad()\n", "").replace(
        "            optimizer.step()\n",
        "            count = getattr(model, 'count', 0) + 1\n            model.count = count\n"
        "            if count % 4 == 0:\n                optimizer.step()\n                optimizer.zero_grad()\n",
    )
    assert watched(program, "leftover") is False


def test_rates_are_those_of_plain_sgd():
    solution = local_solution(PROGRAM)
    watcher = spy(solution)
    solution.train(watcher, *coded(np.random.default_rng(3), 48), log=QUIET)
    assert watcher.rates == pytest.approx([0.1] * 6, rel=0.02) and watcher.straight


def test_what_is_left_behind_shows_on_a_device_without_values():
    for left, places in (
        ("x[rows].to(device)", ["batch on cpu", "network on meta"]),
        ("model.to(device)", ["batch on meta", "network on cpu"]),
        ("", ["batch on meta", "network on meta"]),
    ):
        program = PROGRAM.replace(left, left.replace(".to(device)", "")) if left else PROGRAM
        solution = local_solution(program)
        watcher = spy(solution, samples=1, passes=1)
        watch(solution.train, watcher, *coded(np.random.default_rng(3), 20), device="meta", log=QUIET)
        assert watcher.places == places


def test_questions_of_the_host_are_counted():
    for line, asked in (("", 0), ("loss.item()", 6), ("float(loss.detach() * 2)", 6), ("print(loss.detach() > 0)", 6)):
        program = PROGRAM.replace("            loss.backward()\n", f"            loss.backward()\n            {line}\n")
        solution = local_solution(program)
        watcher = spy(solution, counted=True)
        solution.train(watcher, *coded(np.random.default_rng(3), 48), log=QUIET)
        count, steps = watcher.asked
        assert steps == 6 and (count >= asked if asked else count == 0)


def test_other_errors_are_told():
    solution = local_solution("def train(*a, **k):\n    raise ValueError('no')\n")
    assert "ValueError: no" in watch(solution.train, spy(solution))
