"""The matrix as a product of one-hot codes; micro as the plain accuracy."""

import numpy as np


def confusion(y_true, y_pred, num_classes):
    eye = np.eye(num_classes, dtype=int)
    return eye[y_true].T @ eye[y_pred]


def precision_recall_f1(y_true, y_pred, num_classes, average="macro"):
    if average == "micro":
        return np.full(3, np.mean(y_true == y_pred))
    if average != "macro":
        raise ValueError(average)
    m = confusion(y_true, y_pred, num_classes)
    tp = m.diagonal()
    with np.errstate(invalid="ignore"):
        p, r = np.nan_to_num(tp / m.sum(0)), np.nan_to_num(tp / m.sum(1))
        f = np.nan_to_num(2 * p * r / (p + r))
    return np.array([p.mean(), r.mean(), f.mean()])
