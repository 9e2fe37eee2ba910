"""The curve itself, one point for each distinct score, and trapezoids."""

import numpy as np


def roc_auc(scores, y):
    order = np.argsort(-scores)
    s, t = scores[order], y[order]
    ends = np.append(np.flatnonzero(np.diff(s)), len(s) - 1)
    tp = np.cumsum(t)[ends]
    fp = ends + 1 - tp
    if tp[-1] == 0 or fp[-1] == 0:
        raise ValueError("only one class present in y")
    tpr, fpr = np.r_[0, tp] / tp[-1], np.r_[0, fp] / fp[-1]
    return float(np.trapezoid(tpr, fpr))
