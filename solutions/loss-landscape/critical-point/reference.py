"""The kind of a critical point, from the Hessian's eigenvalues.

    |g| > tol: not critical;   some eigenvalue > tol and some < -tol: saddle;
    all > tol: minimum;   all < -tol: maximum;   otherwise degenerate (the second derivatives can't tell)

g: (n,), H: (n, n), symmetric: real eigenvalues, ascending. The curvature along a unit vector v is v.H.v, between
the smallest and the largest of them. Convention: one tolerance for the gradient's Euclidean norm and the eigenvalues.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 4.3.1.
"""

import numpy as np


def classify(grad, hess, tol=1e-6):
    """One of the five names."""
    eigenvalues = np.linalg.eigvalsh(hess)
    low, high = eigenvalues[0], eigenvalues[-1]
    if np.linalg.norm(grad) > tol:
        return "not-critical"
    if low < -tol and high > tol:
        return "saddle"
    if low > tol:
        return "minimum"
    if high < -tol:
        return "maximum"
    return "degenerate"
