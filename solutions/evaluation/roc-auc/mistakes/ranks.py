import numpy as np


def roc_auc(scores, y):
    p, n = int((y == 1).sum()), int((y == 0).sum())
    if p == 0 or n == 0:
        raise ValueError("one class only")
    ranks = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1
    return (ranks[y == 1].sum() - p * (p + 1) / 2) / (p * n)
