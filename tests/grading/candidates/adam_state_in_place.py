# drill: adam
# named: no-bias-correction
import numpy as np
def adam(w, dw, state):
    lr, b1, b2, eps = state.get("learning_rate", 1e-3), state.get("beta1", .9), state.get("beta2", .999), state.get("epsilon", 1e-8)
    state["t"] = state.get("t", 0) + 1
    state["m"] = b1 * state.get("m", 0) + (1 - b1) * dw
    state["v"] = b2 * state.get("v", 0) + (1 - b2) * dw ** 2
    return w - lr * state["m"] / (np.sqrt(state["v"]) + eps), state
