import math

import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    n, d = x.shape
    h = len(b)
    out = np.zeros((n, h))
    for s in range(n):
        for k in range(h):
            z = b[k] + sum(x[s, i] * Wx[i, k] for i in range(d)) + sum(prev_h[s, i] * Wh[i, k] for i in range(h))
            out[s, k] = math.tanh(z)
    return out, {"inputs": (x, prev_h, Wx, Wh), "out": out}


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh = cache["inputs"]
    out = cache["out"]
    dx, dprev, dWx, dWh, db = (np.zeros(shape) for shape in (x.shape, prev_h.shape, Wx.shape, Wh.shape, Wh.shape[1]))
    for s, k in np.ndindex(out.shape):
        g = dnext_h[s, k] * (1 - out[s, k] ** 2)
        db[k] += g
        for i in range(x.shape[1]):
            dx[s, i] += g * Wx[i, k]
            dWx[i, k] += g * x[s, i]
        for i in range(Wh.shape[0]):
            dprev[s, i] += g * Wh[i, k]
            dWh[i, k] += g * prev_h[s, i]
    return dx, dprev, dWx, dWh, db
