import numpy as np


def eliminated(a):
    """The pivots of a symmetric matrix; it is overwritten."""
    n = len(a)
    for k in range(n - 1):
        for i in range(k + 1, n):
            if a[k, k] != 0:
                a[i] -= a[i, k] / a[k, k] * a[k]
    return np.diag(a)


def classify(grad, hess, tol=1e-6):
    values = np.linalg.eigvalsh(hess)
    if np.linalg.norm(grad) > tol:
        return "not-critical"
    pivots = eliminated(hess)
    if np.all(pivots > tol) and values[0] > tol:
        return "minimum"
    if values[0] < -tol and values[-1] > tol:
        return "saddle"
    if values[-1] < -tol:
        return "maximum"
    return "degenerate"
