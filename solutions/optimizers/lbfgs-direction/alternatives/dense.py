"""The matrix itself."""

import numpy as np


def two_loop(grad, s_list, y_list):
    n = len(grad)
    h = np.eye(n)
    if len(s_list):
        h *= s_list[-1].dot(y_list[-1]) / y_list[-1].dot(y_list[-1])
    for s, y in zip(s_list, y_list):
        rho = 1 / s.dot(y)
        v = np.eye(n) - rho * np.outer(y, s)
        h = v.T @ h @ v + rho * np.outer(s, s)
    return -(h @ grad)
