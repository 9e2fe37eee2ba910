import numpy as np

saved = []


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    """Both new states and a cache."""
    ai, af, ao, ag = np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)
    i, f, o = (0.5 + 0.5 * np.tanh(0.5 * a) for a in (ai, af, ao))  # the sigmoid, without overflow
    g = np.tanh(ag)
    next_c = f * prev_c + i * g
    tanh_c = np.tanh(next_c)
    next_h = o * tanh_c
    saved[:] = (x, prev_h, prev_c, Wx, Wh, i, f, o, g, tanh_c)
    return next_h, next_c, None


def lstm_step_backward(dnext_h, dnext_c, cache):
    """Gradients of all six arguments of the forward pass."""
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, tanh_c = saved
    dc = dnext_c + dnext_h * o * (1 - tanh_c**2)  # next_c is an output, and is inside next_h
    dai = dc * g * i * (1 - i)
    daf = dc * prev_c * f * (1 - f)
    dao = dnext_h * tanh_c * o * (1 - o)
    dag = dc * i * (1 - g**2)
    da = np.hstack([dai, daf, dao, dag])
    dprev_c = dc * f
    return da @ Wx.T, da @ Wh.T, dprev_c, x.T @ da, prev_h.T @ da, da.sum(axis=0)
