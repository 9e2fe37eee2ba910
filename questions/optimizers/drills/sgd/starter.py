import numpy as np


def sgd(w, dw, state):
    """One step of SGD with weight decay: the new weights, and the state to hand to the next step."""
    raise NotImplementedError("sgd: step against the gradient of loss and penalty, and return (new w, state)")
