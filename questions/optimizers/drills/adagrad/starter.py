import numpy as np


def adagrad(w, dw, state):
    """One step of Adagrad: the new weights, and the state to hand to the next step."""
    raise NotImplementedError("adagrad: add dw² to the cache, divide by its root, and return (new w, state)")
