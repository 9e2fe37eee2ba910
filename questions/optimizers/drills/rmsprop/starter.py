import numpy as np


def rmsprop(w, dw, state):
    """One step of RMSProp: the new weights, and the state to hand to the next step."""
    raise NotImplementedError("rmsprop: mix dw² into the cache, divide by its root, and return (new w, state)")
