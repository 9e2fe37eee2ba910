"""Signs of all eigenvalues, general solver, in the statement's order."""

import numpy as np


def classify(grad, hess, tol=1e-6):
    if np.sqrt(np.sum(grad**2)) > tol:
        return "not-critical"
    lam = np.real(np.linalg.eigvals(hess))
    up, down = (lam > tol).sum(), (lam < -tol).sum()
    if up and down:
        return "saddle"
    if up == len(lam):
        return "minimum"
    if down == len(lam):
        return "maximum"
    return "degenerate"
