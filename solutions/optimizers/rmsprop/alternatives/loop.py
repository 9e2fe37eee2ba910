import math

import numpy as np


def rmsprop(w, dw, state):
    lr, rho, eps = state.get("learning_rate", 0.01), state.get("decay_rate", 0.99), state.get("epsilon", 1e-8)
    cache = np.array(state["cache"], float) if "cache" in state else np.zeros(w.shape)
    new = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        g = float(dw[i])
        cache[i] += (1 - rho) * (g * g - cache[i])
        new[i] = w[i] - lr * g / (math.sqrt(cache[i]) + eps)
    state["cache"] = cache
    return new, state
