import numpy as np

velocity = 0.0


def sgd_momentum(w, dw, state):
    global velocity
    velocity = state.get("momentum", 0.9) * velocity - state.get("learning_rate", 1e-2) * dw
    return w + velocity, {**state, "velocity": velocity}
