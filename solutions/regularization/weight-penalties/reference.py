"""L1, L2 and elastic-net penalties and their gradients.

    l1 = lam sum |w_i|            gradient lam sign(w_i), 0 at 0
    l2 = lam/2 sum w_i^2          gradient lam w_i
    elastic_net = ratio l1 + (1 - ratio) l2

w: any shape, all entries summed; penalty: a number; grad: the shape of w. Convention: one half in L2 only.
0 is the subgradient of |w| at 0 that leaves a zero weight where it is.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), sections 7.1.1 and 7.1.2; Friedman, Hastie,
Tibshirani, Regularization paths ... via coordinate descent (J. Stat. Software 33, 2010), section 2.
"""

import numpy as np


def l1(w, lam):
    """lam times the sum of absolute values."""
    penalty = lam * np.abs(w).sum()
    grad = lam * np.sign(w)
    return penalty, grad


def l2(w, lam):
    """Half of lam times the sum of squares."""
    penalty = 0.5 * lam * (w**2).sum()
    grad = lam * w
    return penalty, grad


def elastic_net(w, lam, ratio):
    """Both, weighed by ratio and 1 - ratio."""
    p1, g1 = l1(w, lam * ratio)
    p2, g2 = l2(w, lam * (1 - ratio))
    return p1 + p2, g1 + g2
