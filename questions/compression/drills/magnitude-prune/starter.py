import numpy as np


def prune(w, sparsity):
    """The pruned weights and the mask (True where a weight is kept), both of the shape of w."""
    raise NotImplementedError("prune: set the given share of weights, those smallest in magnitude, to 0")
