"""The correction folded into the learning rate, with epsilon scaled along; moments as a lerp."""

import numpy as np


def adam(w, dw, state):
    state = dict(state)
    b1, b2 = state.get("beta1", 0.9), state.get("beta2", 0.999)
    t = state["t"] = state.get("t", 0) + 1
    m, v = state.get("m", 0.0), state.get("v", 0.0)
    state["m"] = m + (1 - b1) * (dw - m)
    state["v"] = v + (1 - b2) * (dw * dw - v)
    root = np.sqrt(1 - b2**t)
    rate = state.get("learning_rate", 1e-3) * root / (1 - b1**t)
    return w - rate * state["m"] / (np.sqrt(state["v"]) + state.get("epsilon", 1e-8) * root), state
