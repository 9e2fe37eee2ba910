import numpy as np


def factorize(w, rank):
    values, vectors = np.linalg.eigh(w.T @ w)
    v = vectors[:, ::-1][:, :rank]
    s = np.sqrt(values[::-1][:rank])
    u = w @ v / s
    return u * s, v.T
