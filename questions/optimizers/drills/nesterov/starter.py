import numpy as np


def nesterov(w, dw, state):
    """One step of Nesterov momentum at the look-ahead weights w: the next ones, and the state to hand on."""
    raise NotImplementedError("nesterov: update the velocity, move w to the next look-ahead point, return (w, state)")
