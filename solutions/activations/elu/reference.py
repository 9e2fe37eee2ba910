"""ELU with any positive alpha, forward and backward.

    out = x where x > 0, alpha (e^x - 1) elsewhere;    slope = 1 where x > 0, alpha e^x elsewhere

x, out, dout, dx: arrays of one shape, everything elementwise. Convention: at x = 0 the slope is that of the left side,
alpha, as in PyTorch. The slope on the left is also out + alpha, so the output would do as a cache.

Source: Clevert, Unterthiner, Hochreiter, Fast and Accurate Deep Network Learning by Exponential Linear Units
(ICLR 2016), section 3.
"""

import numpy as np


def elu_forward(x, alpha=1.0):
    """The output, and a cache for the backward pass."""
    e = np.exp(np.minimum(x, 0.0))  # at most 1: can't overflow
    left = alpha * (e - 1.0)
    out = np.where(x > 0, x, left)
    return out, (x, e, alpha)


def elu_backward(dout, cache):
    """Gradient with respect to x."""
    x, e, alpha = cache
    left = alpha * e
    slope = np.where(x > 0, 1.0, left)
    return dout * slope
