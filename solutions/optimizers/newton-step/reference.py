"""One step of Newton's method, damped on request.

    x_new = x - (H + damping I)^-1 grad

x, grad: (n,); H: (n, n), symmetric. The step goes to the critical point of the quadratic model
f + grad.d + d.H.d / 2, be it a minimum or not. Convention: damping is added to the diagonal (Levenberg), not
multiplied into it (Marquardt), and is no step length. Solving costs n^3/3 to 2 n^3/3 operations, inverting 2 n^3.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 8.6.1, eqs. 8.27-8.28.
"""

import numpy as np


def newton_step(x, grad, hess, damping=0.0):
    """The new point, shape (n,)."""
    damped = hess + damping * np.eye(len(x))
    step = np.linalg.solve(damped, grad)
    return x - step
