"""One step of Nesterov momentum, in terms of the look-ahead weights.

    v' <- mu v - lr dw,    w' <- w - mu v + (1 + mu) v'

It is v' = mu v - lr grad(theta + mu v), theta' = theta + v' with w = theta + mu v put in: theta = w - mu v moves
by v', and looking ahead from there adds mu v'. w, dw, v: arrays of one shape, dw taken at w; v starts at zero.
Convention: the learning rate is inside the velocity. PyTorch's nesterov=True is the same for a constant rate.

Source: Sutskever et al., On the importance of initialization and momentum in deep learning (ICML 2013), eqs. 3-4;
the rewritten form: Bengio, Boulanger-Lewandowski, Pascanu, Advances in optimizing RNNs (2013), section 3.5.
"""

import numpy as np

DEFAULTS = {"learning_rate": 1e-2, "momentum": 0.9}


def nesterov(w, dw, state):
    """The new look-ahead weights and the state for the next step."""
    state = {**DEFAULTS, "velocity": np.zeros_like(w), **state}
    lr, mu = state["learning_rate"], state["momentum"]
    v_old = state["velocity"]
    v = mu * v_old - lr * dw
    w = w - mu * v_old + (1 + mu) * v
    return w, {**state, "velocity": v}
