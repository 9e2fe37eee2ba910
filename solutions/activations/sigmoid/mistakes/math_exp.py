"""The textbook formula element by element: math.exp raises where the exponent is large."""

import math

import numpy as np


def sigmoid(x):
    return np.array([1.0 / (1.0 + math.exp(-v)) for v in x.ravel()]).reshape(x.shape)


def sigmoid_backward(dout, out):
    return dout * out * (1.0 - out)
