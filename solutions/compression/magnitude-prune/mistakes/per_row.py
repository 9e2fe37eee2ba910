import numpy as np


def prune(w, sparsity):
    rows = w.reshape(len(w), -1)
    k = round(sparsity * rows.shape[1])
    mask = np.ones(rows.shape, dtype=bool)
    np.put_along_axis(mask, np.argsort(np.abs(rows), axis=1)[:, :k], False, axis=1)
    mask = mask.reshape(w.shape)
    return w * mask, mask
