import numpy as np


def roc_auc(scores, y):
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    p = int(np.sum(y))
    n = len(y) - p
    if min(p, n) < 1:
        raise ValueError("AUC is undefined")
    u = ranks[y.astype(bool)].sum() - p * (p + 1) / 2
    return np.float32(u / (p * n))
