"""k-fold cross-validation: index pairs (train, validation).

    one permutation of 0 ... n - 1, cut into k folds; fold i validates, the others train

Validation sets: disjoint, their union is everything, sizes floor(n/k) or ceil(n/k); train: the complement.
Convention: the first n mod k folds are the larger ones (as in scikit-learn).

Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning (2nd ed., 2009), section 7.10.1.
"""

import numpy as np


def k_fold(n, k, rng):
    """k pairs of index arrays."""
    if not 2 <= k <= n:
        raise ValueError(f"k must be from 2 to n = {n}, not {k}")
    order = rng.permutation(n)
    folds = np.array_split(order, k)
    pairs = []
    for i in range(k):
        validation = folds[i]
        train = np.concatenate(folds[:i] + folds[i + 1 :])
        pairs.append((train, validation))
    return pairs
