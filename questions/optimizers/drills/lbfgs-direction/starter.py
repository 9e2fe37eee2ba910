import numpy as np


def two_loop(grad, s_list, y_list):
    """The L-BFGS direction -H grad, shape (n,); the pairs come oldest first."""
    raise NotImplementedError("two_loop: newest to oldest, scale by gamma, oldest to newest; return the direction -r")
