"""Unstructured magnitude pruning.

    k = round(sparsity * size);    the k entries with the smallest |w| become 0

w, pruned, mask: one shape; mask is True where a weight is kept. Positions are sorted rather than values
compared with a threshold, so that k is exact even where magnitudes are equal.

Source: Han, Pool, Tran, Dally, Learning both Weights and Connections for Efficient Neural Networks
(NIPS 2015), section 3 (section 4 sets the threshold by layer).
"""

import numpy as np


def prune(w, sparsity):
    """The pruned weights and the mask of what is kept."""
    k = round(sparsity * w.size)
    magnitude = np.abs(w)
    order = np.argsort(magnitude, axis=None)
    mask = np.ones(w.size, dtype=bool)
    mask[order[:k]] = False
    mask = mask.reshape(w.shape)
    pruned = w * mask
    return pruned, mask
