"""The mistakes that everybody makes in a training loop: each is named, in whatever style the loop is written, and nothing else is."""

import pytest

from quizprep.content.mistakes import program
from quizprep.grading.measure import named

pytestmark = pytest.mark.torch

KNOWN = [
    ("no zero_grad", "train-classifier", "no-zero-grad"),
    ("softmax before cross-entropy", "train-classifier", "softmax-before-cross-entropy"),
    ("forgot eval()", "train-classifier", "eval-forgotten"),
    ("learning rate ten times what was asked", "fix-the-loop", "learning-rate-times-ten"),
    ("learning rate far too high", "overfit-one-batch", "learning-rate-too-high"),
    ("data never shuffled", "train-classifier", "never-shuffled"),
    ("scheduler stepped in the wrong place", "fix-the-loop", "scheduler-stepped-per-batch"),
    ("scheduler stepped before the optimizer", "accumulate-and-clip", "schedule-before-the-optimizer"),
    ("scaler not updated", "mixed-precision", "scaler-not-updated"),
    ("labels shuffled apart", "fix-the-loop", "labels-shuffled-apart"),
    ("labels shuffled apart, one batch", "overfit-one-batch", "labels-left-behind"),
    ("model never moved", "train-classifier", "model-not-moved"),
]
OTHER_STYLES = [
    ("train-classifier", "dataloader", "            optimizer.zero_grad(set_to_none=False)\n", "", "no-zero-grad"),
    ("train-classifier", "plain", "log_softmax(model(images), dim=1)", "log_softmax(model(images).softmax(1), dim=1)",
     "softmax-before-cross-entropy"),
    ("train-classifier", "plain", "    model.eval()\n", "", "eval-forgotten"),
    ("train-classifier", "dataloader", "shuffle=True", "shuffle=False", "never-shuffled"),
    ("train-classifier", "dataloader", "TensorDataset(x, y)", "TensorDataset(x, y[torch.randperm(len(y))])", "labels-shuffled-apart"),
    ("train-classifier", "dataloader", "    model = model.to(device)\n", "", "model-not-moved"),
    ("fix-the-loop", "rewritten", "rate = lr * 0.5**epoch", "rate = 10 * lr * 0.5**epoch", "learning-rate-times-ten"),
    ("fix-the-loop", "rewritten", "TensorDataset(x, y)", "TensorDataset(x, y[torch.randperm(len(y))])", "labels-shuffled-apart"),
    ("fix-the-loop", "rewritten", "rate = lr * 0.5**epoch", "rate = lr", "scheduler-never-stepped"),
    ("overfit-one-batch", "convolutions", "lr=0.02", "lr=20.0", "learning-rate-too-high"),
    ("mixed-precision", "cleared_after", "    scaler.update()\n", "", "scaler-not-updated"),
]  # fmt: skip
NOTHING_KNOWN = [
    ("overfit-one-batch", "nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10)", "nn.Linear(784, 1), nn.ReLU(), nn.Linear(1, 10)"),
    ("overfit-one-batch", "STEPS, LR, ENOUGH = 300, 3e-3", "STEPS, LR, ENOUGH = 300, 3e-6"),
    ("fix-the-loop", "lr=lr)", "lr=lr, momentum=0.9)"),
    ("train-classifier", "    return nn.Sequential(\n", "    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))\n    return nn.Sequential(\n"),
]  # fmt: skip
PLANTED = {
    "no-zero-grad", "softmax-before-cross-entropy", "features-under-no-grad", "scheduler-stepped-per-batch", "batches-not-moved", "eval-forgotten",
}  # fmt: skip


def changed(source, old, new):
    """`source` with one place edited."""
    assert source.count(old) == 1, (old, source.count(old))
    return source.replace(old, new)


@pytest.mark.parametrize(("slug", "name"), [k[1:] for k in KNOWN], ids=[k[0] for k in KNOWN])
def test_a_program_with_this_mistake_gets_this_name(grader, library, slug, name):
    drill = library.drill(slug)
    mistake = next(m for m in drill.mistakes().mistakes if m.name == name)
    report = grader.check(drill, program(drill.solution, mistake).encode(), seed=5)
    assert report.verdict != "pass" and named(report) == [name], report
    assert report.diagnosis.explanation.en and report.diagnosis.explanation.zh


@pytest.mark.parametrize(("slug", "style", "old", "new", "name"), OTHER_STYLES)
def test_in_another_style_it_gets_the_same_name(grader, library, slug, style, old, new, name):
    drill = library.drill(slug)
    source = next(p for p in drill.alternatives() if p.stem == style).read_text("utf-8")
    report = grader.check(drill, changed(source, old, new).encode(), seed=5)
    assert report.verdict != "pass" and named(report) == [name], report


@pytest.mark.parametrize(("slug", "old", "new"), NOTHING_KNOWN)
def test_what_is_no_known_mistake_gets_no_name(grader, library, slug, old, new):
    drill = library.drill(slug)
    report = grader.check(drill, changed(drill.reference(), old, new).encode(), seed=5)
    assert report.verdict == "fail" and named(report) == [], report


@pytest.mark.parametrize("mended", [0, 1, 3])
def test_the_planted_bugs_are_told_one_by_one(grader, library, mended):
    """All six in the starter; with some of them mended, those that are left."""
    drill = library.drill("fix-the-loop")
    repairs = [
        ("            loss.backward()\n", "            optimizer.zero_grad()\n            loss.backward()\n", "no-zero-grad"),
        ("probabilities = model.head(features).softmax(dim=1)", "probabilities = model.head(features)", "softmax-before-cross-entropy"),
        ("            scheduler.step()\n            log(", "            log(", "scheduler-stepped-per-batch"),
    ]  # fmt: skip
    source = drill.starter()
    for old, new, _name in repairs[:mended]:
        source = changed(source, old, new)
    if mended == 3:
        source = changed(source, "    return model\n", "        scheduler.step()\n    return model\n")
    report = grader.check(drill, source.encode(), seed=5)
    assert set(named(report)) == PLANTED - {name for _old, _new, name in repairs[:mended]}
    assert not report.diagnosis.explains_all
