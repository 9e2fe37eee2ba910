"""np.where throws the overflowed branch away; the slope from the output."""

import numpy as np


def elu_forward(x, alpha=1.0):
    with np.errstate(over="ignore"):
        out = np.where(x > 0, x, alpha * (np.exp(x) - 1))
    return out, (out, alpha)


def elu_backward(dout, cache):
    out, alpha = cache
    return np.where(out > 0, dout, dout * (out + alpha))
