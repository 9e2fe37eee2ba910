import numpy as np


def sgd_momentum(w, dw, state):
    """One step with momentum: the new weights, and the state to hand to the next step."""
    raise NotImplementedError("sgd_momentum: update the velocity, move w by it, and return (new w, state)")
