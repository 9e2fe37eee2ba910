"""Gradient of a scalar function by centred differences.

    grad[i] = (f(x + h e_i) - f(x - h e_i)) / (2 h),    e_i = 1 at entry i, 0 elsewhere

x, grad: any shape; f: array of that shape -> number. Convention: one absolute step h for all entries. The error
is h^2/6 times the third derivative (a one-sided difference has h/2 times the second), plus rounding of about
1e-16 |f| / h: in float64 h = 1e-5 balances the two.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 11.5, eq. 11.7;
Baydin et al., Automatic Differentiation in Machine Learning: a Survey (JMLR 2018), section 2.1.
"""

import numpy as np


def numeric_gradient(f, x, h=1e-5):
    """The gradient of f at x."""
    point = np.array(x, dtype=np.float64)  # a copy: the caller's x stays, and an integer x can move by h
    grad = np.zeros(point.shape)
    for i in np.ndindex(*point.shape):
        old = point[i]
        point[i] = old + h
        above = f(point)
        point[i] = old - h
        below = f(point)
        point[i] = old
        grad[i] = (above - below) / (2 * h)
    return grad
