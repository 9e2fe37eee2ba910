"""One step of RMSProp.

    c <- rho c + (1 - rho) dw^2                                 rho = decay_rate
    w <- w - learning_rate * dw / (sqrt(c) + epsilon)

w, dw, c: arrays of one shape, everything elementwise; c starts at zero, without bias correction. Convention:
epsilon outside the root (PyTorch, cs231n); Goodfellow's Algorithm 8.5 and Keras have it inside.

Source: Tieleman, Hinton, Lecture 6.5 - rmsprop, COURSERA: Neural Networks for Machine Learning (2012);
Goodfellow, Bengio, Courville, Deep Learning (2016), section 8.5.2.
"""

import numpy as np

DEFAULTS = {"learning_rate": 1e-2, "decay_rate": 0.99, "epsilon": 1e-8}


def rmsprop(w, dw, state):
    """The new weights and the state for the next step."""
    state = {**DEFAULTS, "cache": np.zeros_like(w), **state}
    rho = state["decay_rate"]
    cache = rho * state["cache"] + (1 - rho) * dw**2
    step = dw / (np.sqrt(cache) + state["epsilon"])
    w = w - state["learning_rate"] * step
    return w, {**state, "cache": cache}
