"""Only the recurrence itself is a loop; every other product is done for all steps together."""

import numpy as np


def rnn_forward(x, h0, Wx, Wh, b):
    a = np.swapaxes(np.matmul(x, Wx) + b, 0, 1)  # (T, N, H)
    states = [h0]
    for at in a:
        states.append(np.tanh(at + states[-1] @ Wh))
    return np.array(states[1:]).swapaxes(0, 1), {"x": x, "states": np.array(states), "Wx": Wx, "Wh": Wh}


def rnn_backward(dh, cache):
    s, x, Wx, Wh = (cache[k] for k in ("states", "x", "Wx", "Wh"))
    dz = np.empty_like(s[1:])
    carry = 0.0
    for t in range(len(dz) - 1, -1, -1):
        dz[t] = (dh[:, t] + carry) * (1.0 - s[t + 1]) * (1.0 + s[t + 1])
        carry = dz[t] @ Wh.T
    dWx = np.einsum("ntd,tnh->dh", x, dz)
    dWh = np.tensordot(s[:-1], dz, axes=((0, 1), (0, 1)))
    return [np.einsum("tnh,dh->ntd", dz, Wx), carry, dWx, dWh, dz.sum((0, 1))]
