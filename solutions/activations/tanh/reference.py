"""Tanh from the exponential, without overflow, and its gradient.

    tanh(x) = (e^x - e^-x) / (e^x + e^-x) = sign(x) (1 - e^-2|x|) / (1 + e^-2|x|)
    tanh'(x) = 1 - tanh(x)^2

x, out, dout, dx: arrays of one shape, everything elementwise. Numerator and denominator are divided by the larger
exponential, so that no exponent is positive. tanh(x) = 2 sigmoid(2x) - 1: zero-centred, but it saturates as well.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.3.2; LeCun et al., Efficient BackProp (1998).
"""

import numpy as np


def tanh(x):
    """The hyperbolic tangent of every element."""
    e = np.exp(-2.0 * np.abs(x))  # in [0, 1]: can't overflow
    sign = np.sign(x)
    return sign * (1.0 - e) / (1.0 + e)


def tanh_backward(dout, out):
    """Gradient with respect to x; the output is all it takes."""
    slope = 1.0 - out**2
    return dout * slope
