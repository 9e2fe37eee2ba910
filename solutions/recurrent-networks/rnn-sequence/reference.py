"""A tanh RNN over a whole sequence; its gradient by backpropagation through time.

    h_t = tanh(x_t Wx + h_{t-1} Wh + b)
    g_t = dh_t + dz_{t+1} Wh^T,  dz_t = g_t * (1 - h_t^2);   dx_t = dz_t Wx^T, dh0 = dz_1 Wh^T
    dWx = sum_t x_t^T dz_t,   dWh = sum_t h_{t-1}^T dz_t,   db = sum_t sum_n dz_t

x: (N, T, D), h, dh: (N, T, H), h0: (N, H), Wx: (D, H), Wh: (H, H), b: (H,). Convention: batch first; dh_t
is what reaches h_t from outside the recurrence (from the loss), not from the later steps.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 10.2.2, eq. 10.17 to 10.28.
"""

import numpy as np


def rnn_forward(x, h0, Wx, Wh, b):
    """All hidden states and a cache."""
    h, state = np.empty((*x.shape[:2], len(b))), h0
    for t in range(x.shape[1]):
        state = np.tanh(x[:, t] @ Wx + state @ Wh + b)
        h[:, t] = state
    return h, (x, h0, h, Wx, Wh)


def rnn_backward(dh, cache):
    """Gradients of all five arguments of the forward pass."""
    x, h0, h, Wx, Wh = cache
    dx, dWx, dWh, db, dlater = np.empty(x.shape), 0, 0, 0, np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = h[:, t - 1] if t > 0 else h0
        g = dh[:, t] + dlater  # from the loss at t, and from step t + 1
        dz = g * (1 - h[:, t] ** 2)
        dx[:, t] = dz @ Wx.T
        dlater = dz @ Wh.T
        dWx = dWx + x[:, t].T @ dz
        dWh = dWh + before.T @ dz
        db = db + dz.sum(axis=0)
    return dx, dlater, dWx, dWh, db
