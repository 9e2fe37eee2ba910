"""With expm1, which keeps the digits near 0 too; the signs by masks."""

import numpy as np


def tanh(x):
    out = np.empty_like(x)
    pos = x >= 0
    t = np.expm1(-2 * x[pos])
    out[pos] = -t / (t + 2)
    t = np.expm1(2 * x[~pos])
    out[~pos] = t / (t + 2)
    return out


def tanh_backward(dout, out):
    return dout - dout * np.square(out)
