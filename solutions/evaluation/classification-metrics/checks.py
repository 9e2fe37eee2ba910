"""Hidden checks of confusion and precision_recall_f1."""

import numpy as np

from quizprep.grading.checking import close, raises, require

NAMES = ("precision", "recall", "F1")


def labels(rng, n, c, right=0.5):
    """True and predicted classes, imbalanced and confused unevenly; every class occurs in both (n >= 4 c)."""
    weight = rng.uniform(0.1, 1.0, size=c) ** 2
    y_true = np.concatenate([np.arange(c), rng.choice(c, size=n - c, p=weight / weight.sum())])
    wrong = np.minimum(rng.integers(0, c, size=n), rng.integers(0, c, size=n))  # low classes more often
    y_pred = np.where(rng.random(n) < right, y_true, wrong)
    y_pred[:c] = rng.permutation(c)
    order = rng.permutation(n)
    return y_true[order].astype(np.int64), y_pred[order].astype(np.int64)


def scores(solution, reference, y_true, y_pred, c, average, what=""):
    """The three numbers, one by one."""
    got = solution.precision_recall_f1(y_true, y_pred, c, average)
    form = isinstance(got, (tuple, list)) or type(got).__name__ == "ndarray"
    require(form and len(got) == 3, "precision_recall_f1 must return three numbers (precision, recall, f1)", got)
    for name, g, w in zip(NAMES, got, reference.precision_recall_f1(y_true, y_pred, c, average)):
        close(g, w, what=f"{average} {name}{what}")


def test_confusion(solution, reference, rng):
    for n, c in ((50, 3), (40, 7), (200, 4), (1500, 2)):
        y_true, y_pred = labels(rng, n, c)
        got, want = solution.confusion(y_true, y_pred, c), reference.confusion(y_true, y_pred, c)
        close(got, want, what=f"the confusion matrix of {n} samples, {c} classes")
        kind = np.asarray(got).dtype
        require(kind.kind in "iu", f"the confusion matrix must hold integers, not {kind}", got, want)


def test_confusion_of_absent_classes(solution, reference, rng):
    y_true, y_pred = np.array([2, 0, 2, 4, 0, 2]), np.array([2, 2, 0, 3, 0, 2])
    for c in (5, 6, 8):
        got, want = solution.confusion(y_true, y_pred, c), reference.confusion(y_true, y_pred, c)
        close(got, want, what=f"the confusion matrix for num_classes = {c}")


def test_macro(solution, reference, rng):
    for n, c in ((40, 4), (90, 3), (60, 6)):
        scores(solution, reference, *labels(rng, n, c), c, "macro")
    y_true, y_pred = labels(rng, 50, 5)
    got = solution.precision_recall_f1(y_true, y_pred, 5)
    close(got, reference.precision_recall_f1(y_true, y_pred, 5), what="without average, which means macro")


def test_micro(solution, reference, rng):
    for n, c in ((40, 4), (90, 3), (60, 6)):
        scores(solution, reference, *labels(rng, n, c), c, "micro")
    scores(solution, reference, np.array([0, 1, 2, 0]), np.array([1, 2, 0, 2]), 3, "micro", " with nothing right")


def test_class_never_predicted(solution, reference, rng):
    y_true, y_pred = labels(rng, 60, 4)
    y_pred[y_pred == 2] = 0
    scores(solution, reference, y_true, y_pred, 4, "macro", ", class 2 being never predicted")
    scores(solution, reference, y_true, y_pred, 4, "micro", ", class 2 being never predicted")
    scores(solution, reference, np.array([0, 1, 1, 2]), np.array([1, 0, 2, 1]), 3, "macro", " with nothing right")


def test_class_never_occurs(solution, reference, rng):
    y_true, y_pred = labels(rng, 60, 4)
    y_true[y_true == 1] = 3
    scores(solution, reference, y_true, y_pred, 4, "macro", ", class 1 being predicted but never true")
    y_true, y_pred = labels(rng, 60, 4)
    scores(solution, reference, y_true, y_pred, 6, "macro", ", classes 4 and 5 being neither true nor predicted")
    scores(solution, reference, y_true, y_pred, 6, "micro", ", classes 4 and 5 being neither true nor predicted")
    shifted = [2 * y for y in labels(rng, 40, 3)]
    scores(solution, reference, *shifted, 5, "macro", ", classes 1 and 3 being neither true nor predicted")


def test_unknown_average(solution, reference, rng):
    for average in ("weighted", "Macro"):
        raises(solution.precision_recall_f1, ValueError, *labels(rng, 20, 3), 3, average)
