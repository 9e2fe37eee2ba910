"""One step of Adagrad.

    c <- c + dw^2
    w <- w - learning_rate * dw / (sqrt(c) + epsilon)

w, dw, c: arrays of one shape, everything elementwise; c starts at zero and only grows, so the effective rates
only fall. Convention: epsilon outside the root; the current gradient counts (Goodfellow's Algorithm 8.4, PyTorch).

Source: Duchi, Hazan, Singer, Adaptive Subgradient Methods (JMLR 12, 2011), the diagonal form; Goodfellow, Bengio,
Courville, Deep Learning (2016), Algorithm 8.4.
"""

import numpy as np

DEFAULTS = {"learning_rate": 1e-2, "epsilon": 1e-8}


def adagrad(w, dw, state):
    """The new weights and the state for the next step."""
    state = {**DEFAULTS, "cache": np.zeros_like(w), **state}
    cache = state["cache"] + dw**2
    step = dw / (np.sqrt(cache) + state["epsilon"])
    w = w - state["learning_rate"] * step
    return w, {**state, "cache": cache}
