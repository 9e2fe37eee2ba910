import numpy as np


def classify(grad, hess, tol=1e-6):
    if np.linalg.norm(grad) > tol:
        return "not-critical"
    det = np.linalg.det(hess)
    if abs(det) <= tol:
        return "degenerate"
    if det < 0 and len(hess) > 1:
        return "saddle"
    return "minimum" if hess[0, 0] > 0 else "maximum"
