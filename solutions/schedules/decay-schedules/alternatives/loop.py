"""Drop by drop, and numpy scalars."""

import numpy as np


def step_decay(lr0, epoch, drop=0.5, every=10):
    lr = lr0
    while epoch >= every:
        lr *= drop
        epoch -= every
    return lr


def exp_decay(lr0, t, k):
    return np.float64(lr0) * np.power(np.exp(-k), t)


def inverse_time_decay(lr0, t, k):
    return np.divide(lr0, np.add(1, np.multiply(k, t)))
