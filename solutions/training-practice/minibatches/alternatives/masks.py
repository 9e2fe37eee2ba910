"""Boolean masks: within a batch the samples stay in the order of X."""

import numpy as np


def minibatches(X, y, size, rng):
    n = len(X)
    place = rng.permutation(n)
    out = []
    for lo in range(0, n, size):
        mask = (place >= lo) & (place < lo + size)
        out.append((X[mask], y[mask]))
    return out
