"""Everything in float32, returned as a list of two."""

import numpy as np


def rmsprop(w, dw, state):
    g = np.asarray(dw, dtype=np.float32)
    rho = np.float32(state.get("decay_rate", 0.99))
    cache = rho * np.asarray(state.get("cache", 0.0), np.float32) + (np.float32(1) - rho) * g * g
    rate = np.float32(state.get("learning_rate", 1e-2)) / (np.sqrt(cache) + np.float32(state.get("epsilon", 1e-8)))
    return [np.asarray(w, dtype=np.float32) - rate * g, dict(state, cache=cache)]
