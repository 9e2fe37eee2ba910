"""Convolution layer, forward, one output position at a time.

    out[n, f, i, j] = b[f] + sum_{c,r,q} w[f, c, r, q] xp[n, c, i s + r, j s + q]

x: (N, C, H, W), w: (F, C, HH, WW), b: (F,), out: (N, F, H_out, W_out); s = stride, xp = x with
`pad` zeros on each side, H_out = 1 + floor((H + 2 pad - HH) / s), W_out alike. Convention: the
kernel is not flipped (cross-correlation), leftover rows and columns are ignored.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.1, eq. 9.6, and section 9.5;
Dumoulin and Visin, A guide to convolution arithmetic (2016), section 2.4, Relationship 6.
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    """(out, cache) for conv_param {'stride', 'pad'}."""
    s, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    H_out = 1 + (H + 2 * pad - HH) // s
    W_out = 1 + (W + 2 * pad - WW) // s
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.empty((N, F, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = xp[:, :, i * s : i * s + HH, j * s : j * s + WW]  # (N, C, HH, WW)
            out[:, :, i, j] = np.tensordot(window, w, axes=((1, 2, 3), (1, 2, 3))) + b  # (N, F)
    return out, (x, w, b, conv_param)
