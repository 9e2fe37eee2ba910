import numpy as np


def sgd(w, dw, state):
    lr, wd = state.get("learning_rate", 0.01), state.get("weight_decay", 0)
    new = np.empty_like(w)
    for i in np.ndindex(w.shape):
        new[i] = w[i] - lr * (dw[i] + wd * w[i])
    return new, state
