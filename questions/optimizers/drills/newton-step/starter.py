import numpy as np


def newton_step(x, grad, hess, damping=0.0):
    """The point that Newton's method moves to from x, shape (n,)."""
    raise NotImplementedError("newton_step: solve for the step with H + damping * I, and return the new point")
