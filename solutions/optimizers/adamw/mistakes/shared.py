import numpy as np

MEMORY = {"m": 0.0, "v": 0.0, "t": 0}


def adamw(w, dw, state):
    beta1, beta2 = state.get("beta1", 0.9), state.get("beta2", 0.999)
    MEMORY["t"] += 1
    MEMORY["m"] = beta1 * MEMORY["m"] + (1 - beta1) * dw
    MEMORY["v"] = beta2 * MEMORY["v"] + (1 - beta2) * dw**2
    m_hat = MEMORY["m"] / (1 - beta1 ** MEMORY["t"])
    v_hat = MEMORY["v"] / (1 - beta2 ** MEMORY["t"])
    direction = m_hat / (np.sqrt(v_hat) + state.get("epsilon", 1e-8))
    w = w - state.get("learning_rate", 1e-3) * (direction + state.get("weight_decay", 1e-2) * w)
    return w, {**state, **MEMORY}
