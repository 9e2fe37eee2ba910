import numpy as np


def newton_step(x, grad, hess, damping=0.0):
    n = x.shape[0]
    a = hess.copy()
    for i in range(n):
        a[i, i] += damping
    return x - np.dot(np.linalg.inv(a), grad)
