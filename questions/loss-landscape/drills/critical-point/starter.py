import numpy as np


def classify(grad, hess, tol=1e-6):
    """One of "not-critical", "saddle", "minimum", "maximum", "degenerate"."""
    raise NotImplementedError("classify: look at the gradient's norm, then at the Hessian's eigenvalues")
