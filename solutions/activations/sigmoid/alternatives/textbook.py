"""The textbook formula: NumPy's inf gives the right 0, so the values are right."""

import numpy as np


def sigmoid(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


def sigmoid_backward(dout, out):
    return dout * (out - out**2)
