"""Without eigenvalues: the smallest one exceeds a if and only if H - a I has a Cholesky factor."""

import numpy as np


def exceeds(h, a):
    try:
        np.linalg.cholesky(h - a * np.eye(len(h)))
    except np.linalg.LinAlgError:
        return False
    return True


def classify(grad, hess, tol=1e-6):
    if grad @ grad > tol**2:
        return "not-critical"
    if exceeds(hess, tol):
        return "minimum"
    if exceeds(-hess, tol):
        return "maximum"
    if not exceeds(hess, -tol) and not exceeds(-hess, -tol):
        return "saddle"
    return "degenerate"
