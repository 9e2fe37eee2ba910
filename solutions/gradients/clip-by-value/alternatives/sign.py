import numpy as np


def clip_by_value(grads, limit):
    return list(map(lambda g: np.sign(g) * np.minimum(np.abs(g), limit), grads))
