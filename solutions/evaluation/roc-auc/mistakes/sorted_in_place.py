import numpy as np


def roc_auc(scores, y):
    p, n = int((y == 1).sum()), int((y == 0).sum())
    if p == 0 or n == 0:
        raise ValueError("one class only")
    y = y[np.argsort(scores)]
    scores.sort()
    first = np.searchsorted(scores, scores, side="left")
    last = np.searchsorted(scores, scores, side="right")
    ranks = (first + 1 + last) / 2
    return (ranks[y == 1].sum() - p * (p + 1) / 2) / (p * n)
