"""Sigmoid without overflow, and its gradient.

    sigma(x) = 1 / (1 + e^-x) = e^x / (1 + e^x),    sigma'(x) = sigma(x) (1 - sigma(x))

x, out, dout, dx: arrays of one shape, everything elementwise. The first form is used for x >= 0, the second for
x < 0: the exponent is then never positive, and small results keep their digits (1 - sigma(-x) would lose them).

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 3.10, eq. 3.30 and 3.34.
"""

import numpy as np


def sigmoid(x):
    """The logistic sigmoid of every element."""
    e = np.exp(-np.abs(x))  # in [0, 1]: can't overflow
    numerator = np.where(x >= 0, 1.0, e)
    return numerator / (1.0 + e)


def sigmoid_backward(dout, out):
    """Gradient with respect to x; the output is all it takes."""
    slope = out * (1.0 - out)
    return dout * slope
