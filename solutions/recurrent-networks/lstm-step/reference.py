"""One LSTM step, forward and backward.

    (ai, af, ao, ag) = x Wx + prev_h Wh + b;   i, f, o = sigmoid(ai, af, ao),  g = tanh(ag)
    next_c = f prev_c + i g,   next_h = o tanh(next_c),   elementwise

x: (N, D), states and gates: (N, H), Wx: (D, 4H), Wh: (H, 4H), b: (4H,). Convention: gates in the order i, f,
o, g (cs231n; torch.nn.LSTM has i, f, g, o); no peepholes, no constant added to the forget gate.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 10.10.1, eq. 10.40 to 10.44 (whose
candidate is a sigmoid); Graves, Generating Sequences (2013), eq. 7 to 11, without the peepholes.
"""

import numpy as np


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    """Both new states and a cache."""
    ai, af, ao, ag = np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)
    i, f, o = (0.5 + 0.5 * np.tanh(0.5 * a) for a in (ai, af, ao))  # the sigmoid, without overflow
    g = np.tanh(ag)
    next_c = f * prev_c + i * g
    tanh_c = np.tanh(next_c)
    next_h = o * tanh_c
    return next_h, next_c, (x, prev_h, prev_c, Wx, Wh, i, f, o, g, tanh_c)


def lstm_step_backward(dnext_h, dnext_c, cache):
    """Gradients of all six arguments of the forward pass."""
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, tanh_c = cache
    dc = dnext_c + dnext_h * o * (1 - tanh_c**2)  # next_c is an output, and is inside next_h
    dai = dc * g * i * (1 - i)
    daf = dc * prev_c * f * (1 - f)
    dao = dnext_h * tanh_c * o * (1 - o)
    dag = dc * i * (1 - g**2)
    da = np.hstack([dai, daf, dao, dag])
    dprev_c = dc * f
    return da @ Wx.T, da @ Wh.T, dprev_c, x.T @ da, prev_h.T @ da, da.sum(axis=0)
