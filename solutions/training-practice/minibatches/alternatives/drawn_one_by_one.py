"""Lists in, sample by sample; a tuple of lists of arrays."""

import numpy as np


def minibatches(X, y, size, rng):
    left = list(range(len(X)))
    batches = []
    while left:
        xs, ys = [], []
        while left and len(xs) < size:
            i = left.pop(int(rng.integers(len(left))))
            xs.append(X[i])
            ys.append(y[i])
        batches.append([np.stack(xs), np.array(ys)])
    return tuple(batches)
