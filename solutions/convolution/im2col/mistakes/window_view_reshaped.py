import numpy as np


def im2col(x, kernel, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, kernel, axis=(2, 3))[:, :, ::stride, ::stride]
    N, C, H_out, W_out, HH, WW = windows.shape
    return windows.reshape(N, C * HH * WW, H_out * W_out)


def col2im(cols, x_shape, kernel, stride=1, pad=0):
    (N, C, H, W), (HH, WW) = x_shape, kernel
    h, w = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    windows = cols.reshape(N, C, h, w, HH, WW)
    sums = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for i, j in np.ndindex(h, w):
        sums[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW] += windows[:, :, i, j]
    return sums[:, :, pad : pad + H, pad : pad + W]
