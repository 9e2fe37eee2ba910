import numpy as np


def minibatches(X, y, size, rng):
    """The shuffled batches of one epoch, as a list of pairs (X_batch, y_batch)."""
    raise NotImplementedError("minibatches: cut one permutation of the samples up, and index X and y with each piece")
