import numpy as np


def roc_auc(scores, y):
    if len(np.unique(y)) < 2:
        raise ValueError("one class only")
    thresholds = np.concatenate([[np.inf], np.linspace(1, 0, 101), [-np.inf]])
    tpr = np.array([(scores[y == 1] >= t).mean() for t in thresholds])
    fpr = np.array([(scores[y == 0] >= t).mean() for t in thresholds])
    return np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2)
