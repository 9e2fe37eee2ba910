"""Slices of one array of gates, as in cs231n; the plain sigmoid, whose overflow to inf is harmless."""

import numpy as np


def sigmoid(a):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-a))


class Cache:
    def __init__(self, *kept):
        self.kept = kept


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    H = prev_h.shape[1]
    gates = np.dot(x, Wx) + np.dot(prev_h, Wh) + b
    gates[:, : 3 * H] = sigmoid(gates[:, : 3 * H])
    gates[:, 3 * H :] = np.tanh(gates[:, 3 * H :])
    next_c = gates[:, H : 2 * H] * prev_c + gates[:, :H] * gates[:, 3 * H :]
    next_h = gates[:, 2 * H : 3 * H] * np.tanh(next_c)
    return next_h, next_c, Cache(x, prev_h, prev_c, Wx, Wh, gates, next_h, next_c)


def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, gates, next_h, next_c = cache.kept
    H = prev_h.shape[1]
    i, f, o, g = (gates[:, k * H : (k + 1) * H] for k in range(4))
    dc = dnext_c + dnext_h * o / np.cosh(next_c) ** 2
    da = np.empty_like(gates)
    da[:, :H] = dc * g
    da[:, H : 2 * H] = dc * prev_c
    da[:, 2 * H : 3 * H] = dnext_h * next_h / o  # tanh(c) = h / o
    da[:, : 3 * H] *= gates[:, : 3 * H] * (1 - gates[:, : 3 * H])
    da[:, 3 * H :] = dc * i * (1 + g) * (1 - g)
    return [da.dot(Wx.T), da.dot(Wh.T), dc * f, x.T.dot(da), prev_h.T.dot(da), da.sum(0)]
