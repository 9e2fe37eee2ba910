import numpy as np


def step_decay(lr0, epoch, drop=0.5, every=10):
    """lr0 times `drop` for every completed block of `every` epochs."""
    raise NotImplementedError("step_decay: count the drops so far, and apply them to lr0")


def exp_decay(lr0, t, k):
    """lr0 e^(-k t)."""
    raise NotImplementedError("exp_decay: lr0 times the exponential of -k t")


def inverse_time_decay(lr0, t, k):
    """lr0 / (1 + k t)."""
    raise NotImplementedError("inverse_time_decay: lr0 divided by 1 + k t")
