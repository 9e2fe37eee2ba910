import numpy as np


def k_fold(n, k, rng):
    if not (2 <= k <= n):
        raise ValueError(f"cannot make {k} folds of {n} samples")
    order = np.argsort(rng.random(n))
    sizes = np.full(k, n // k)
    sizes[: n % k] += 1
    ends = np.cumsum(sizes)
    return tuple((np.delete(order, np.s_[e - s : e]), order[e - s : e].astype(np.uint32)) for s, e in zip(sizes, ends))
