import numpy as np


def factorize(w, rank):
    us, vs = [], []
    for _ in range(rank):
        left, s, right = np.linalg.svd(w, full_matrices=False)
        us.append(left[:, 0] * s[0])
        vs.append(right[0].copy())
        w -= np.outer(us[-1], vs[-1])
    return np.stack(us, axis=1), np.stack(vs)
