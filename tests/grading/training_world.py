"""A tiny training task, made in a folder: two clouds of points, a linear model, a second a run."""

from pathlib import Path

from quizprep.content.library import Library

CHECKS = """
import types
import numpy as np
import pytest
import torch

from quizprep.grading.checking import require
from quizprep.grading.training import Log, accuracy, falls, fit, logits, reaches


def draw(n, rng):
    y = rng.integers(0, 2, n)
    return torch.from_numpy(np.stack([4.0 * y - 2.0, np.zeros(n)], 1) + rng.normal(size=(n, 2))), torch.from_numpy(y)


@pytest.fixture(scope="module")
def run(shared_solution, shared_rng, device):
    x, y = draw(400, shared_rng)
    model = shared_solution.build_model()
    trained = fit(shared_solution, model, x, y, device=device, seed=7)
    return types.SimpleNamespace(solution=shared_solution, model=trained, logged=shared_solution.logged(), device=device)


def test_accuracy(run, shared_rng):
    x, y = draw(1000, shared_rng)
    reaches(accuracy(logits(run.solution, run.model, x, device=run.device, classes=2), y), 0.9, n=len(y))


def test_loss_falls(run):
    falls(run.logged, "loss", to=0.8)


def test_eval_mode(run):
    require(run.model.training is False, "the model comes back in training mode")


def test_small(solution):
    require(solution.build_model()(torch.zeros(3, 2, dtype=torch.float64)).shape == (3, 2), "the shape is wrong")


@pytest.mark.gpu
def test_amp(solution, device):
    require(device == "cuda", "run on another device")
"""
REFERENCE = '''
"""A linear classifier."""
import torch

def build_model():
    return torch.nn.Linear(2, 2).double()

def train(model, x, y, *, device, seed, log):
    torch.manual_seed(seed)
    print("threads", torch.get_num_threads())
    model.to(device).train()
    optimizer = torch.optim.SGD(model.parameters(), 0.5)
    for step in range(60):
        loss = torch.nn.functional.cross_entropy(model(x.to(device)), y.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        log(step + 1, 60, loss=loss, accuracy=0.5)
    return model.eval()
'''
NAMES = ("test_accuracy", "test_loss_falls", "test_eval_mode", "test_small", "test_amp")


def make(root: Path, checks: str = CHECKS, names: tuple[str, ...] = NAMES, seconds: float = 30, memory: int = 1500):
    """The task in `root`, as a drill."""
    shown, judging = root / "questions/practice", root / "solutions/practice/points"
    (shown / "drills/points").mkdir(parents=True)
    judging.mkdir(parents=True)
    (shown / "topic.toml").write_text(
        'slug = "practice"\norder = 1\ntitle = {en = "P", zh = "练"}\nsummary = {en = "s", zh = "摘"}\n'
        '[[concept]]\nslug = "one"\ntitle = {en = "One", zh = "一"}\n'
    )
    listed = "".join(f'[[check]]\nname = "{n}"\ntitle = {{en = "{n}", zh = "题"}}\n' for n in names)
    (shown / "drills/points/drill.toml").write_text(
        'slug = "points"\ntitle = {en = "Points", zh = "点"}\nkind = "training"\nframework = "torch"\ndifficulty = 1\n'
        f'par_minutes = 5\nentry = ["build_model", "train"]\nconcepts = ["one"]\n{listed}'
        + '[[hint]]\nen = "h"\nzh = "提"\n' * 3
        + f"[limits]\nseconds = {seconds}\nmemory_mb = {memory}\n"
    )
    for name, text in (("starter.py", "def train(): ..."), ("statement.en.md", "s"), ("statement.zh.md", "s")):
        (shown / "drills/points" / name).write_text(text)
    (judging / "reference.py").write_text(REFERENCE)
    (judging / "checks.py").write_text(checks)
    (judging / "mistakes.toml").write_text("")
    return Library(root / "questions").drill("points")
