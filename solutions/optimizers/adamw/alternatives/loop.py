import math

import numpy as np


def adamw(w, dw, state):
    lr, b1, b2 = state.get("learning_rate", 0.001), state.get("beta1", 0.9), state.get("beta2", 0.999)
    eps, wd = state.get("epsilon", 1e-8), state.get("weight_decay", 0.01)
    t = state.get("t", 0) + 1
    m = np.array(state.get("m", np.zeros(w.shape)))
    v = np.array(state.get("v", np.zeros(w.shape)))
    new = np.empty(w.shape)
    for i in np.ndindex(w.shape):
        g = float(dw[i])
        m[i] += (1 - b1) * (g - m[i])
        v[i] += (1 - b2) * (g * g - v[i])
        adam = (m[i] / (1 - b1**t)) / (math.sqrt(v[i] / (1 - b2**t)) + eps)
        new[i] = w[i] - lr * adam - lr * wd * w[i]
    return new, dict(state, m=m, v=v, t=t)
