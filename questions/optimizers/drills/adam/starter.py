import numpy as np


def adam(w, dw, state):
    """One step of Adam: the new weights, and the state to hand to the next step."""
    raise NotImplementedError("adam: update m, v and t, correct their bias, and return (new w, state)")
