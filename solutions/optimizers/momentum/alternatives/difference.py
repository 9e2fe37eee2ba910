"""The heavy ball without a velocity of its own: v is the difference of the last two iterates."""

import numpy as np


def sgd_momentum(w, dw, state):
    velocity = state.get("velocity")
    previous = w - velocity if velocity is not None else w
    new = w + state.get("momentum", 0.9) * (w - previous) - state.get("learning_rate", 1e-2) * dw
    return new, dict(state, velocity=np.subtract(new, w))
