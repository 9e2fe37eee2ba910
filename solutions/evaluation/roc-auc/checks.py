"""Hidden checks of roc_auc."""

import numpy as np

from quizprep.grading.checking import close, raises, unchanged


def labels(rng, n, positives):
    """Ones and zeros in random order."""
    y = np.zeros(n, dtype=np.int64)
    y[rng.choice(n, size=positives, replace=False)] = 1
    return y


def agree(solution, reference, scores, y, what):
    """The submission's area is the reference's."""
    close(solution.roc_auc(scores, y), reference.roc_auc(scores, y), what=f"the AUC, {what}")


def test_values(solution, reference, rng):
    for n, positives in ((40, 11), (25, 19), (90, 8)):
        y = labels(rng, n, positives)
        scores = rng.random(n) + 0.3 * y
        agree(solution, reference, scores, y, f"{positives} positives of {n}")
    agree(solution, reference, np.array([0.3, 0.8, 0.5]), np.array([0, 1, 0]), "all pairs in the right order")


def test_any_scale(solution, reference, rng):
    y = labels(rng, 60, 22)
    scores = rng.normal(size=60) + 0.8 * y
    kinds = {
        "logits": 4.0 * scores - 2.0,
        "all scores below 0": scores - 50.0,
        "scores of many magnitudes": np.exp(9.0 * scores),
        "scores that differ by 1e-9": 0.5 + 1e-9 * scores,
        "scores from 1000 to 1100": 1000.0 + 10.0 * (scores - scores.min()),
    }
    for name, values in kinds.items():
        agree(solution, reference, values, y, name)


def test_ties(solution, reference, rng):
    for n, positives in ((50, 18), (37, 25)):
        y = labels(rng, n, positives)
        scores = np.clip(rng.integers(0, 5, size=n) + y, 0, 5) / 4
        agree(solution, reference, scores, y, "scores of six values only")
        for name, order in (("positives first", np.argsort(-y)), ("negatives first", np.argsort(y))):
            agree(solution, reference, scores[order], y[order], f"scores of six values only, {name}")
    y = labels(rng, 12, 5)
    agree(solution, reference, np.full(12, 0.7), y, "all scores the same")
    y = np.array([1, 1, 1, 0, 0, 0, 0])
    agree(solution, reference, np.array([0.9, 0.9, 0.2, 0.9, 0.2, 0.2, 0.1]), y, "ties at the top and in the middle")


def test_worse_than_chance(solution, reference, rng):
    y = labels(rng, 45, 17)
    agree(solution, reference, rng.normal(size=45) - 1.2 * y, y, "positives mostly below negatives")
    agree(solution, reference, np.array([0.1, 0.5, 0.2, 0.9]), np.array([1, 0, 1, 0]), "every pair the wrong way")


def test_one_class_only(solution, reference, rng):
    scores = rng.random(9)
    raises(solution.roc_auc, ValueError, scores, np.ones(9, dtype=np.int64))
    raises(solution.roc_auc, ValueError, scores, np.zeros(9, dtype=np.int64))


def test_inputs_unchanged(solution, reference, rng):
    y = labels(rng, 30, 12)
    scores = rng.random(30) + 0.5 * y
    agree(solution, reference, scores, y, "12 positives of 30")
    unchanged(solution)
