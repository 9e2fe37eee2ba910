"""One step of AdamW: Adam with decoupled weight decay.

    m = beta1 m + (1 - beta1) dw           m_hat = m / (1 - beta1^t)
    v = beta2 v + (1 - beta2) dw^2         v_hat = v / (1 - beta2^t)
    w = w - lr (m_hat / (sqrt(v_hat) + epsilon) + weight_decay w)

w, dw, m, v: arrays of one shape, everything elementwise; t counts steps, 1 in the first; m and v start at zero.
The decay bypasses m and v, so it isn't divided by sqrt(v_hat). Convention: it is scaled by the learning rate (PyTorch).

Source: Loshchilov, Hutter, Decoupled Weight Decay Regularization (ICLR 2019), Algorithm 2.
"""

import numpy as np

DEFAULTS = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 1e-2}


def adamw(w, dw, state):
    """The new weights and the state for the next step."""
    state = {**DEFAULTS, "m": np.zeros_like(w), "v": np.zeros_like(w), "t": 0, **state}
    lr, wd = state["learning_rate"], state["weight_decay"]
    beta1, beta2 = state["beta1"], state["beta2"]
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * dw
    v = beta2 * state["v"] + (1 - beta2) * dw**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    direction = m_hat / (np.sqrt(v_hat) + state["epsilon"])
    w = w - lr * (direction + wd * w)
    return w, {**state, "m": m, "v": v, "t": t}
