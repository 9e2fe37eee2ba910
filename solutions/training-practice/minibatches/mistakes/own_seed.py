import numpy as np


def minibatches(X, y, size, rng):
    rng = np.random.default_rng(42)
    order = rng.permutation(len(X))
    return [(X[order[k : k + size]], y[order[k : k + size]]) for k in range(0, len(X), size)]
