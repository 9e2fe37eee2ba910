import math

import numpy as np


def sigmoid(v):
    if v >= 0:
        return 1 / (1 + math.exp(-v))
    e = math.exp(v)
    return e / (1 + e)


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    N, H = prev_h.shape
    gates = np.zeros((N, 4, H))
    c, h = np.zeros((N, H)), np.zeros((N, H))
    for n in range(N):
        for k in range(H):
            for q in range(4):
                a = b[q * H + k]
                a += sum(x[n, j] * Wx[j, q * H + k] for j in range(x.shape[1]))
                a += sum(prev_h[n, j] * Wh[j, q * H + k] for j in range(H))
                gates[n, q, k] = math.tanh(a) if q == 3 else sigmoid(a)
            i, f, o, g = gates[n, :, k]
            c[n, k] = f * prev_c[n, k] + i * g
            h[n, k] = o * math.tanh(c[n, k])
    return h, c, {"in": [x, prev_h, prev_c, Wx, Wh], "gates": gates, "c": c}


def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh = cache["in"]
    N, H = prev_h.shape
    da, dprev_c = np.zeros((N, 4 * H)), np.zeros((N, H))
    for n in range(N):
        for k in range(H):
            i, f, o, g = cache["gates"][n, :, k]
            t = math.tanh(cache["c"][n, k])
            dc = dnext_c[n, k] + dnext_h[n, k] * o * (1 - t * t)
            dprev_c[n, k] = dc * f
            local = dc * g * i * (1 - i), dc * prev_c[n, k] * f * (1 - f), dnext_h[n, k] * t * o * (1 - o), dc * i * (1 - g * g)
            for q in range(4):
                da[n, q * H + k] = local[q]
    return np.dot(da, Wx.T), np.dot(da, Wh.T), dprev_c, np.dot(x.T, da), np.dot(prev_h.T, da), np.sum(da, 0)
