import numpy as np


def im2col(x, kernel, stride=1, pad=0):
    (N, C, H, W), (HH, WW) = x.shape, kernel
    H_out, W_out = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.empty((N, C, HH, WW, H_out, W_out))
    for r, q in np.ndindex(HH, WW):
        cols[:, :, r, q] = xp[:, :, r : r + stride * H_out : stride, q : q + stride * W_out : stride]
    return cols.reshape(N, C * HH * WW, H_out * W_out)


def col2im(cols, x_shape, kernel, stride=1, pad=0):
    (N, C, H, W), (HH, WW) = x_shape, kernel
    h, w = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    taps = cols.reshape(N, C, HH, WW, h, w)
    sums = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    count = np.zeros_like(sums)
    for r, q in np.ndindex(HH, WW):
        window = np.s_[:, :, r : r + stride * h : stride, q : q + stride * w : stride]
        sums[window] += taps[:, :, r, q]
        count[window] += 1
    return (sums / np.maximum(count, 1))[:, :, pad : pad + H, pad : pad + W]
