"""One step of SGD with momentum.

    v <- momentum v - learning_rate dw
    w <- w + v

w, dw, v: arrays of one shape; v starts at zero. Convention: the learning rate is inside the velocity (Sutskever
et al., cs231n). PyTorch keeps b = momentum b + dw and steps by learning_rate b: the same for a constant rate.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), Algorithm 8.2; Sutskever et al., On the importance
of initialization and momentum in deep learning (ICML 2013), eqs. 1-2.
"""

import numpy as np

DEFAULTS = {"learning_rate": 1e-2, "momentum": 0.9}


def sgd_momentum(w, dw, state):
    """The new weights and the state for the next step."""
    state = {**DEFAULTS, "velocity": np.zeros_like(w), **state}
    lr, mu = state["learning_rate"], state["momentum"]
    v = mu * state["velocity"] - lr * dw
    w = w + v
    return w, {**state, "velocity": v}
