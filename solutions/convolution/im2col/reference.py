"""im2col and its transpose, one kernel tap at a time.

    cols[n, (c HH + r) WW + q, i W_out + j] = xp[n, c, i s + r, j s + q]
    col2im adds each cols[n, k, l] to the cell that im2col read it from

x: (N, C, H, W), kernel = (HH, WW), cols: (N, C HH WW, H_out W_out); s = stride, xp = x with `pad` zeros on
each side. Convention: one matrix for each sample, as in torch.nn.functional.unfold and fold.

Source: Chellapilla, Puri, Simard, High Performance Convolutional Neural Networks for Document Processing
(IWFHR 2006); PyTorch's documentation of torch.nn.Unfold and torch.nn.Fold.
"""

import numpy as np


def im2col(x, kernel, stride=1, pad=0):
    """The windows of x as columns."""
    (N, C, H, W), (HH, WW) = x.shape, kernel
    H_out, W_out = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.empty((N, C, HH, WW, H_out, W_out))
    for r, q in np.ndindex(HH, WW):  # what tap (r, q) meets at all positions: a strided slice
        cols[:, :, r, q] = xp[:, :, r : r + stride * H_out : stride, q : q + stride * W_out : stride]
    return cols.reshape(N, C * HH * WW, H_out * W_out)


def col2im(cols, x_shape, kernel, stride=1, pad=0):
    """The columns summed into an array of shape x_shape."""
    (N, C, H, W), (HH, WW) = x_shape, kernel
    h, w = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    taps = cols.reshape(N, C, HH, WW, h, w)
    sums = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for r, q in np.ndindex(HH, WW):
        sums[:, :, r : r + stride * h : stride, q : q + stride * w : stride] += taps[:, :, r, q]
    return sums[:, :, pad : pad + H, pad : pad + W]
