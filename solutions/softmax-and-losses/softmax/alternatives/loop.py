import math

import numpy as np


def softmax(x, axis=-1):
    def one(row):
        m = max(row)
        e = [math.exp(v - m) for v in row]
        total = math.fsum(e)
        return np.array([v / total for v in e])

    return np.apply_along_axis(one, axis, x)
