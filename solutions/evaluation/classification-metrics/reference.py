"""Confusion matrix; precision, recall and F1 with macro or micro average.

    matrix[i, j] = number of samples of true class i predicted as j
    precision = TP / (TP + FP),  recall = TP / (TP + FN),  F1 = 2 TP / (2 TP + FP + FN),  0/0 = 0

y_true, y_pred: (N,); matrix: (C, C). Macro: the mean over all C classes; micro: ratios of summed counts.

Source: Manning, Raghavan, Schuetze, Introduction to Information Retrieval (2008), sections 8.3 and 13.6.
"""

import numpy as np


def confusion(y_true, y_pred, num_classes):
    """Counts of (true, predicted)."""
    matrix = np.zeros((num_classes, num_classes), dtype=np.int64)
    np.add.at(matrix, (y_true, y_pred), 1)
    return matrix


def ratio(a, b):
    """a / b, and 0 where b is 0."""
    return np.divide(a, b, out=np.zeros(np.shape(a)), where=b > 0)


def precision_recall_f1(y_true, y_pred, num_classes, average="macro"):
    """Three numbers."""
    if average not in ("macro", "micro"):
        raise ValueError(f"average must be 'macro' or 'micro', not {average!r}")
    matrix = confusion(y_true, y_pred, num_classes)
    tp, predicted, actual = np.diag(matrix), matrix.sum(axis=0), matrix.sum(axis=1)
    if average == "micro":
        tp, predicted, actual = tp.sum(), predicted.sum(), actual.sum()
    precision = ratio(tp, predicted)
    recall = ratio(tp, actual)
    f1 = ratio(2 * tp, predicted + actual)
    return precision.mean(), recall.mean(), f1.mean()
