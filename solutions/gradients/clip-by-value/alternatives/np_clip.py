import numpy as np


def clip_by_value(grads, limit):
    return tuple(np.clip(g, -limit, limit) for g in grads)
