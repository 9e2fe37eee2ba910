import numpy as np


def sgd_momentum(w, dw, state):
    lr, mu = state.get("learning_rate", 0.01), state.get("momentum", 0.9)
    v, new = np.zeros(w.shape), np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        old = state["velocity"][i] if "velocity" in state else 0.0
        v[i] = mu * old - lr * dw[i]
        new[i] = w[i] + v[i]
    state["velocity"] = v
    return new, state
