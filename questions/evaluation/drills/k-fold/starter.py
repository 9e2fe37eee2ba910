import numpy as np


def k_fold(n, k, rng):
    """A list of k pairs (train, validation) of index arrays over 0 ... n - 1."""
    raise NotImplementedError("k_fold: shuffle the n indices once, cut them into k folds, and pair each with the rest")
