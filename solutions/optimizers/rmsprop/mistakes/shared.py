import numpy as np

cache = 0.0


def rmsprop(w, dw, state):
    global cache
    rho = state.get("decay_rate", 0.99)
    cache = rho * cache + (1 - rho) * dw**2
    w = w - state.get("learning_rate", 1e-2) * dw / (np.sqrt(cache) + state.get("epsilon", 1e-8))
    return w, {**state, "cache": cache}
