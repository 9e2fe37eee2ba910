import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.zeros((N, C, H + 2 * p, W + 2 * p))
    xp[:, :, p : p + H, p : p + W] = x
    Ho, Wo = 1 + (H + 2 * p - HH) // s, 1 + (W + 2 * p - WW) // s
    n, c, h, v = xp.strides
    cols = np.lib.stride_tricks.as_strided(xp, (C, HH, WW, N, Ho, Wo), (c, h, v, n, h * s, v * s))
    cols = np.ascontiguousarray(cols).reshape(C * HH * WW, N * Ho * Wo)
    out = w.reshape(F, -1) @ cols + b.reshape(-1, 1)
    return out.reshape(F, N, Ho, Wo).transpose(1, 0, 2, 3), (x, w, b, conv_param, cols)
