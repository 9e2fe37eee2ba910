"""Standardization with the statistics of the training set.

    z = (x - mean) / std,    mean and std of each training feature;    std = 1 where a feature is constant

train: (N, D), test: (M, D), mean, std: (D,). Convention: std divides by N. Constant features are found by
comparing values, since rounding leaves np.std a little above 0.

Source: LeCun, Bottou, Orr, Mueller, Efficient BackProp (1998), section 4.3; Hastie, Tibshirani, Friedman,
The Elements of Statistical Learning (2nd ed., 2009), section 7.10.2, for what leakage does.
"""

import numpy as np


def standardize(train, test):
    """Both sets on the scale of the training set."""
    mean = train.mean(axis=0)
    std = train.std(axis=0)
    constant = train.max(axis=0) == train.min(axis=0)
    std = np.where(constant, 1.0, std)
    new_train = (train - mean) / std
    new_test = (test - mean) / std
    return new_train, new_test
