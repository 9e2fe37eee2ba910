"""One unit vector for each entry, new arrays throughout."""

import numpy as np


def numeric_gradient(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([f(x + s) - f(x - s) for s in steps]).reshape(x.shape) / (2 * h)
