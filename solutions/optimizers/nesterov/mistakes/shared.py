import numpy as np

velocity = 0.0


def nesterov(w, dw, state):
    global velocity
    mu, old = state.get("momentum", 0.9), velocity
    velocity = mu * old - state.get("learning_rate", 1e-2) * dw
    return w - mu * old + (1 + mu) * velocity, {**state, "velocity": velocity}
