import math

import numpy as np


def one(v):
    if v >= 0:
        return 1 / (1 + math.exp(-v))
    return math.exp(v) / (1 + math.exp(v))


def sigmoid(x):
    return np.vectorize(one, otypes=[float])(x)


def sigmoid_backward(dout, out):
    dx = np.zeros(out.shape)
    for index in np.ndindex(*out.shape):
        dx[index] = dout[index] * out[index] * (1 - out[index])
    return dx
