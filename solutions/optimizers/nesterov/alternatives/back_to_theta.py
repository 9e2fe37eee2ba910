"""Literally: back to theta, the textbook's move, look ahead again; element by element."""

import numpy as np


def nesterov(w, dw, state):
    lr, mu = state.get("learning_rate", 0.01), state.get("momentum", 0.9)
    v = np.array(state["velocity"], dtype=float) if "velocity" in state else np.zeros(w.shape)
    new = np.array(w, dtype=float)
    for i in np.ndindex(*w.shape):
        theta = w[i] - mu * v[i]
        v[i] = mu * v[i] - lr * dw[i]
        theta = theta + v[i]
        new[i] = theta + mu * v[i]
    state["velocity"] = v
    return new, state
