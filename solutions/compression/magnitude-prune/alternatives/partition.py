import numpy as np


def prune(w, sparsity):
    k = int(np.rint(sparsity * w.size))
    keep = np.zeros(w.size, dtype=np.uint8)
    if k < w.size:
        largest = np.argpartition(-np.abs(w).ravel(), w.size - k - 1)[: w.size - k]
        keep[largest] = 1
    keep = keep.reshape(w.shape)
    pruned = w.copy()
    pruned[keep == 0] = 0
    return pruned, keep
