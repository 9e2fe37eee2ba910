import numpy as np


def minibatches(X, y, size, rng):
    indices = np.arange(X.shape[0])
    rng.shuffle(indices)
    for k in range(int(np.ceil(len(indices) / size))):
        batch = indices[k * size : (k + 1) * size]
        yield X[batch], y[batch]
