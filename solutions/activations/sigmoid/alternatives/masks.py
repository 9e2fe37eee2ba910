import numpy as np


def sigmoid(x):
    out = np.empty_like(x)
    pos = x >= 0
    out[pos] = 1.0 / (1.0 + np.exp(-x[pos]))
    t = np.exp(x[~pos])
    out[~pos] = t / (1.0 + t)
    return out


def sigmoid_backward(dout, out):
    dx = dout.copy()
    dx *= out
    dx *= 1 - out
    return dx
