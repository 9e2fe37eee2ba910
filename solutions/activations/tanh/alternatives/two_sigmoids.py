"""tanh(x) = 2 sigmoid(2x) - 1; NumPy's inf gives the right -1."""

import numpy as np


def tanh(x):
    with np.errstate(over="ignore"):
        return 2.0 / (1.0 + np.exp(-2.0 * x)) - 1.0


def tanh_backward(dout, out):
    return dout * (1 - out) * (1 + out)
