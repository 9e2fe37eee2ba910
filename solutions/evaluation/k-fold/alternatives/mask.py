import numpy as np


def k_fold(n, k, rng):
    if k < 2 or k > n:
        raise ValueError("k")
    fold_of = np.arange(n) % k
    rng.shuffle(fold_of)
    return [(np.flatnonzero(fold_of != i), np.flatnonzero(fold_of == i)) for i in range(k)]
