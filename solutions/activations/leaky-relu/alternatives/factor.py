"""One factor for both passes."""

import numpy as np


def leaky_relu_forward(x, slope=0.01):
    factor = slope + (1 - slope) * (x > 0)
    return x * factor, factor


def leaky_relu_backward(dout, cache):
    return (dout * cache).astype(np.float32)
