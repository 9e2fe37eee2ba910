"""Through the log domain; the answers as nested lists."""

import numpy as np


def sigmoid(x):
    return np.exp(-np.logaddexp(0.0, -x)).tolist()


def sigmoid_backward(dout, out):
    out = np.array(out)
    return (np.array(dout) * (0.25 - (out - 0.5) ** 2)).tolist()
