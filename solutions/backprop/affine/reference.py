"""Fully connected (affine) layer, forward and backward.

    out = X w + b,    X = x with every sample flattened
    dx = (dout w^T) in the shape of x,   dw = X^T dout,   db = sum_n dout[n]

x, dx: (N, d_1, ..., d_k), X: (N, D), D = d_1 ... d_k, w: (D, M), b: (M,), out, dout: (N, M). Convention:
samples are rows (torch.nn.Linear keeps the transposed weights); gradients are summed over the batch.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.5.6 (the product's bprop) and Algorithm 6.4.
"""

import numpy as np


def affine_forward(x, w, b):
    """The layer's output and a cache."""
    rows = x.reshape(len(x), -1)
    out = rows @ w + b
    return out, (x, w)


def affine_backward(dout, cache):
    """Gradients of x, w and b."""
    x, w = cache
    rows = x.reshape(len(x), -1)
    dx = (dout @ w.T).reshape(x.shape)
    dw = rows.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
