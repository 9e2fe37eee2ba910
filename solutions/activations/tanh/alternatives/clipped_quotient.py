"""The textbook quotient on clipped inputs: beyond 20, tanh is 1 to within rounding."""

import numpy as np


def tanh(x):
    a = np.clip(x, -20.0, 20.0)
    return np.sinh(a) / np.cosh(a)


def tanh_backward(dout, out):
    return (dout * (1.0 - out**2)).astype(np.float32)
