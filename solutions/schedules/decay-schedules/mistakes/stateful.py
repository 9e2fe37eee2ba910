import numpy as np

current = None


def step_decay(lr0, epoch, drop=0.5, every=10):
    global current
    if current is None or epoch == 0:
        current = lr0
    if epoch > 0 and epoch % every == 0:
        current = current * drop
    return current


def exp_decay(lr0, t, k):
    return lr0 * np.exp(-k * t)


def inverse_time_decay(lr0, t, k):
    return lr0 / (1 + k * t)
