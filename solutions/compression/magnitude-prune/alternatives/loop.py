import numpy as np


def prune(w, sparsity):
    flat = [float(v) for v in w.ravel()]
    k = int(sparsity * len(flat) + 0.5)
    places = sorted(range(len(flat)), key=lambda i: abs(flat[i]))
    gone = set(places[:k])
    mask = [0.0 if i in gone else 1.0 for i in range(len(flat))]
    pruned = [0.0 if i in gone else v for i, v in enumerate(flat)]
    return np.array(pruned).reshape(w.shape), np.array(mask).reshape(w.shape)
