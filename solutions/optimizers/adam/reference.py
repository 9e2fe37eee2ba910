"""One step of Adam, with bias correction.

    m = beta1 m + (1 - beta1) dw           m_hat = m / (1 - beta1^t)
    v = beta2 v + (1 - beta2) dw^2         v_hat = v / (1 - beta2^t)
    w = w - learning_rate * m_hat / (sqrt(v_hat) + epsilon)

w, dw, m, v: arrays of one shape, everything elementwise; t counts steps, 1 in the first. m and v start at
zero and are kept uncorrected. Convention: epsilon outside the root, after the correction (the paper's
Algorithm 1 and PyTorch; the "epsilon hat" of the paper's section 2 stands before it).

Source: Kingma, Ba, Adam: A Method for Stochastic Optimization (ICLR 2015), Algorithm 1 and section 3.
"""

import numpy as np

DEFAULTS = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}


def adam(w, dw, state):
    """The new weights and the state for the next step."""
    state = {**DEFAULTS, "m": np.zeros_like(w), "v": np.zeros_like(w), "t": 0, **state}
    beta1, beta2 = state["beta1"], state["beta2"]
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * dw
    v = beta2 * state["v"] + (1 - beta2) * dw**2
    m_hat = m / (1 - beta1**t)  # m and v start at zero, so early on they are too small by this factor
    v_hat = v / (1 - beta2**t)
    w = w - state["learning_rate"] * m_hat / (np.sqrt(v_hat) + state["epsilon"])
    return w, {**state, "m": m, "v": v, "t": t}
