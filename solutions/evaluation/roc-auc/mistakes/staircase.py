import numpy as np


def roc_auc(scores, y):
    p, n = (y == 1).sum(), (y == 0).sum()
    if p == 0 or n == 0:
        raise ValueError("one class only")
    order = np.argsort(-scores, kind="stable")
    tpr = np.concatenate([[0], np.cumsum(y[order]) / p])
    fpr = np.concatenate([[0], np.cumsum(1 - y[order]) / n])
    return np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2)
