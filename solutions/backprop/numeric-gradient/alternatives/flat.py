"""A flat list of floats; divided by the distance that was really moved."""

import numpy as np


def numeric_gradient(f, x, h=1e-5):
    values = [float(v) for v in np.ravel(x)]

    def at(k, v):
        return float(f(np.array(values[:k] + [v] + values[k + 1 :]).reshape(np.shape(x))))

    grad = []
    for k, v in enumerate(values):
        up, down = v + h, v - h
        grad.append((at(k, up) - at(k, down)) / (up - down))
    return np.array(grad).reshape(np.shape(x))
