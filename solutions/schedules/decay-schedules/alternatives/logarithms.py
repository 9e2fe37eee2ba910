"""Through logarithms, as 0-d arrays."""

import numpy as np


def step_decay(lr0, epoch, drop=0.5, every=10):
    return np.exp(np.log(lr0) + np.floor_divide(epoch, every) * np.log(drop))


def exp_decay(lr0, t, k):
    return np.asarray(np.exp(np.log(lr0) - k * t))


def inverse_time_decay(lr0, t, k):
    return np.exp(np.log(lr0) - np.log1p(k * t))
