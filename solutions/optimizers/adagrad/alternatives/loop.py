import math

import numpy as np


def adagrad(w, dw, state):
    lr, eps = state.get("learning_rate", 0.01), state.get("epsilon", 1e-8)
    cache = np.array(state["cache"], float) if "cache" in state else np.zeros(w.shape)
    new = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        g = float(dw[i])
        cache[i] += g * g
        rate = lr / (math.sqrt(cache[i]) + eps)
        new[i] = w[i] - rate * g
    state["cache"] = cache
    return new, state
