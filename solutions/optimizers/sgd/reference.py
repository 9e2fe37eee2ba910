"""One step of stochastic gradient descent, with weight decay.

    g = dw + weight_decay w            gradient of L(w) + weight_decay ||w||^2 / 2
    w = w - learning_rate g

w, dw: arrays of one shape. Convention: the penalty carries the factor 1/2 and the decay is scaled by the
learning rate (PyTorch's SGD; for plain SGD, L2 regularization and weight decay are one and the same).

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), Algorithm 8.1; weight decay: eqs. 7.2-7.5.
"""

DEFAULTS = {"learning_rate": 1e-2, "weight_decay": 0.0}


def sgd(w, dw, state):
    """The new weights and the state for the next step."""
    state = {**DEFAULTS, **state}
    g = dw + state["weight_decay"] * w
    w = w - state["learning_rate"] * g
    return w, state
