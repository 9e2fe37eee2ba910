import numpy as np


def l1(w, lam):
    """The L1 penalty (a number) and its gradient (of the shape of w)."""
    raise NotImplementedError("l1: return (penalty, grad) for lam times the sum of absolute values")


def l2(w, lam):
    """The L2 penalty (a number) and its gradient (of the shape of w)."""
    raise NotImplementedError("l2: return (penalty, grad) for lam/2 times the sum of squares")


def elastic_net(w, lam, ratio):
    """The mixture of both (a number) and its gradient (of the shape of w)."""
    raise NotImplementedError("elastic_net: mix l1 and l2 with the weights ratio and 1 - ratio")
