"""ReLU, forward and backward.

    out = max(x, 0),    dx = dout * [x > 0]

x, out, dout, dx: arrays of one shape, everything elementwise. At x = 0 there is no derivative; convention:
the slope there is 0 (any number of [0, 1] is a subgradient; PyTorch and TensorFlow take 0).

Source: Nair, Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines (ICML 2010);
Glorot, Bordes, Bengio, Deep Sparse Rectifier Neural Networks (AISTATS 2011).
"""

import numpy as np


def relu_forward(x):
    """The output, and x for the backward pass."""
    out = np.maximum(x, 0.0)
    cache = x
    return out, cache


def relu_backward(dout, cache):
    """Gradient with respect to x: dout where x was positive."""
    x = cache
    open_gate = x > 0
    return dout * open_gate
