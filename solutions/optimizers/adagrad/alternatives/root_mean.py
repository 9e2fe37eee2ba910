"""The root of the sum by hypot, which can't underflow; the state as a copy."""

import numpy as np


def adagrad(w, dw, state):
    new_state = dict(state)
    root = np.hypot(np.sqrt(new_state.get("cache", 0.0)), dw)
    new_state["cache"] = root * root
    return w - new_state.get("learning_rate", 1e-2) / (root + new_state.get("epsilon", 1e-8)) * dw, new_state
