# drill: lstm-step
# named: gate-order-of-torch
import numpy as np


def sig(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    H = prev_h.shape[1]
    a = np.dot(x, Wx) + np.dot(prev_h, Wh) + b
    i, f = sig(a[:, :H]), sig(a[:, H : 2 * H])
    g, o = np.tanh(a[:, 2 * H : 3 * H]), sig(a[:, 3 * H :])
    c = f * prev_c + i * g
    h = o * np.tanh(c)
    return h, c, dict(x=x, ph=prev_h, pc=prev_c, Wx=Wx, Wh=Wh, i=i, f=f, o=o, g=g, c=c)


def lstm_step_backward(dnext_h, dnext_c, cache):
    i, f, o, g, c = (cache[k] for k in "ifogc")
    t = np.tanh(c)
    dc = dnext_c + dnext_h * o * (1 - t**2)
    di, df, do, dg = dc * g, dc * cache["pc"], dnext_h * t, dc * i
    da = np.concatenate([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)], axis=1)
    return (
        da.dot(cache["Wx"].T),
        da.dot(cache["Wh"].T),
        dc * f,
        cache["x"].T.dot(da),
        cache["ph"].T.dot(da),
        da.sum(0),
    )
