"""Leaky ReLU with any slope, forward and backward.

    out = x where x > 0, slope x elsewhere;    dx = dout where x > 0, slope dout elsewhere

x, out, dout, dx: arrays of one shape, everything elementwise. Convention: at x = 0 the derivative is the slope, as in
PyTorch; the slope is 0.01 by default. max(slope x, x) is the same function for slope <= 1 only.

Source: Maas, Hannun, Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013), section 2;
He et al., Delving Deep into Rectifiers (ICCV 2015), section 2.1 (the slope learnt: PReLU).
"""

import numpy as np


def leaky_relu_forward(x, slope=0.01):
    """The output, and a cache for the backward pass."""
    out = np.where(x > 0, x, slope * x)
    cache = (x, slope)
    return out, cache


def leaky_relu_backward(dout, cache):
    """Gradient with respect to x."""
    x, slope = cache
    factor = np.where(x > 0, 1.0, slope)
    return dout * factor
