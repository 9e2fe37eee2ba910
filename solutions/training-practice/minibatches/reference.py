"""The mini-batches of one epoch.

    order = a random permutation of 0 .. N - 1;    batch k = rows order[k size : (k + 1) size] of X and of y

X: (N, ...), y: (N, ...), batches: (size, ...), the last one shorter if size doesn't divide N. Sampling without
replacement: every sample once in an epoch. Convention: the short last batch is kept (PyTorch's drop_last=False).

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 8.1.3 (shuffle, then go through the batches).
"""


def minibatches(X, y, size, rng):
    """A list of pairs (X_batch, y_batch)."""
    n = len(X)
    order = rng.permutation(n)
    batches = []
    for start in range(0, n, size):
        chosen = order[start : start + size]
        batches.append((X[chosen], y[chosen]))
    return batches
