import numpy as np


def numeric_gradient(f, x, h=1e-5):
    """Gradient of the scalar function f at x by centred differences; float64, same shape as x."""
    raise NotImplementedError("numeric_gradient: move one entry of x at a time by ±h and compare the two values of f")
