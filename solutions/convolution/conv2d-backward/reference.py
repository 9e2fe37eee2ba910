"""Convolution layer, backward, one output position at a time.

    out[n, f, i, j] = b[f] + sum_{c,r,q} w[f, c, r, q] xp[n, c, i s + r, j s + q]
    dw[f] = sum_{n,i,j} dout[n, f, i, j] window(n, i, j),   db[f] = sum_{n,i,j} dout[n, f, i, j]
    dxp's window(n, i, j) += sum_f dout[n, f, i, j] w[f];   dx is dxp without its padding

x: (N, C, H, W), w: (F, C, HH, WW), b: (F,), dout: (N, F, H_out, W_out); each gradient has its array's shape.
Convention: no flip in the forward pass (cross-correlation); gradients are summed over the batch, not averaged.

Source: Dumoulin and Visin, A guide to convolution arithmetic (2016), section 4.1 (the transpose);
Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.5, eq. 9.11 and 9.13.
"""

import numpy as np


def conv_backward(dout, cache):
    """(dx, dw, db) for cache = (x, w, b, conv_param)."""
    x, w, b, conv_param = cache
    s, pad = conv_param["stride"], conv_param["pad"]
    (H, W), (HH, WW) = x.shape[2:], w.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp = np.zeros_like(xp)
    dw = np.zeros_like(w)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            window = np.s_[:, :, i * s : i * s + HH, j * s : j * s + WW]
            g = dout[:, :, i, j]  # (N, F)
            dw += np.tensordot(g, xp[window], axes=(0, 0))
            dxp[window] += np.tensordot(g, w, axes=(1, 0))
    db = dout.sum(axis=(0, 2, 3))
    dx = dxp[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db
