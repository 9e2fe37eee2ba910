import math

import numpy as np


def log_softmax(x, axis=-1):
    moved = np.moveaxis(x, axis, -1)
    out = np.empty(moved.shape)
    for index in np.ndindex(moved.shape[:-1]):
        row = moved[index]
        m = max(row)
        log_total = m + math.log(math.fsum(math.exp(v - m) for v in row))
        out[index] = [v - log_total for v in row]
    return np.moveaxis(out, -1, axis).tolist()
