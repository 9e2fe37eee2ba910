"""Clipping of gradients by their global norm.

    total_norm = sqrt(sum over all arrays and entries of g^2)
    g <- g max_norm / total_norm for every array, if total_norm > max_norm

grads: list of arrays of any shapes, taken as one long vector, so that its direction is kept. Conventions: the norm
returned is that before clipping; nothing is added to the denominator (PyTorch adds 1e-6).

Source: Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural networks (ICML 2013), algorithm 1.
"""

import numpy as np


def clip_by_norm(grads, max_norm):
    """The gradients, no longer than `max_norm` together, and their norm before that."""
    squares = sum(np.sum(g**2) for g in grads)
    total_norm = np.sqrt(squares)
    factor = 1.0
    if total_norm > max_norm:
        factor = max_norm / total_norm
    clipped = [g * factor for g in grads]
    return clipped, total_norm
