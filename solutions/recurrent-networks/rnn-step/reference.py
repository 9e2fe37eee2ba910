"""One time step of a tanh RNN, forward and backward.

    next_h = tanh(x Wx + prev_h Wh + b)
    dz = dnext_h * (1 - next_h^2);   dx = dz Wx^T, dprev_h = dz Wh^T, dWx = x^T dz, dWh = prev_h^T dz, db = sum_n dz

x: (N, D), prev_h, next_h, dz: (N, H), Wx: (D, H), Wh: (H, H), b: (H,). Convention: samples are rows, so the
weights stand on the right (torch.nn.RNNCell keeps the transposed ones and two biases).

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 10.2, eq. 10.8 and 10.9, and section 10.2.2.
"""

import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    """The next hidden state and a cache."""
    z = x @ Wx + prev_h @ Wh + b
    next_h = np.tanh(z)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def rnn_step_backward(dnext_h, cache):
    """Gradients of all five arguments of the forward pass."""
    x, prev_h, Wx, Wh, next_h = cache
    dz = dnext_h * (1 - next_h**2)
    dx = dz @ Wx.T
    dprev_h = dz @ Wh.T
    dWx = x.T @ dz
    dWh = prev_h.T @ dz
    db = dz.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db
