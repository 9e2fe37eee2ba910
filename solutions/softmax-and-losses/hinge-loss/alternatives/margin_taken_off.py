"""The true class's term is always the margin: take it off the sum."""

import numpy as np


def svm_loss(scores, y, margin=1.0):
    n = len(y)
    violations = scores + margin - np.take_along_axis(scores, y[:, None], 1)
    loss = np.maximum(violations, 0).sum(1).mean() - margin
    mask = (violations > 0) * 1.0
    mask[np.arange(n), y] -= mask.sum(1)
    return loss, mask / n
