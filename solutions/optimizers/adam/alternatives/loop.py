import math

import numpy as np


def adam(w, dw, state):
    lr, b1, b2, eps = (
        state.get(name, default)
        for name, default in [("learning_rate", 0.001), ("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8)]
    )
    t = state.get("t", 0) + 1
    m = np.array(state.get("m", np.zeros(w.shape)))
    v = np.array(state.get("v", np.zeros(w.shape)))
    new = np.empty(w.shape)
    for i in np.ndindex(w.shape):
        g = float(dw[i])
        m[i] = b1 * m[i] + (1 - b1) * g
        v[i] = b2 * v[i] + (1 - b2) * g * g
        new[i] = w[i] - lr * (m[i] / (1 - math.pow(b1, t))) / (math.sqrt(v[i] / (1 - math.pow(b2, t))) + eps)
    return new, dict(state, m=m, v=v, t=t)
