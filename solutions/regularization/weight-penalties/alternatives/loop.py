import math

import numpy as np


def l1(w, lam):
    return elastic_net(w, lam, 1.0)


def l2(w, lam):
    return elastic_net(w, lam, 0.0)


def elastic_net(w, lam, ratio):
    terms, grad = [], np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        v = float(w[i])
        terms.append(lam * (ratio * abs(v) + (1 - ratio) * v * v / 2))
        grad[i] = lam * (ratio * ((v > 0) - (v < 0)) + (1 - ratio) * v)
    return math.fsum(terms), grad
