# drill: momentum
# named: torch-convention
import numpy as np


def sgd_momentum(w, dw, state):
    out = dict(state)
    lr, mu = out.setdefault("learning_rate", 1e-2), out.setdefault("momentum", 0.9)
    v = mu * out.get("velocity", 0 * w) + dw
    out["velocity"] = v
    return w - lr * v, out
