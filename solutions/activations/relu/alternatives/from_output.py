"""Half of x + |x|; the output is enough for the backward pass."""

import numpy as np


def relu_forward(x):
    out = (x + np.abs(x)) / 2
    return out, (out, "relu")


def relu_backward(dout, cache):
    out, _ = cache
    return np.where(out > 0, dout, 0)
