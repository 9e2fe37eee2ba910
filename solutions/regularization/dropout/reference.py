"""Inverted dropout, forward and backward.

    train: out = x * mask,  mask_i = 0 with probability p, 1 / (1 - p) otherwise;   test: out = x
    dx = dout * mask

x, out, mask, dout, dx: one shape; the mask has an entry of its own for each element. E[mask_i] = 1, so the
test needs no scaling. Convention: p is the probability of dropping (torch); the paper's p is that of keeping.

Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, Dropout (JMLR 15, 2014), section 4;
section 10 for the scaling in training.
"""

import numpy as np


def dropout_forward(x, dropout_param):
    """x with dropped elements, and the mask; in 'test' x itself and None."""
    p, mode = dropout_param["p"], dropout_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f"mode must be 'train' or 'test', not {mode!r}")
    if mode == "test":
        return np.copy(x), None
    keep = dropout_param["rng"].random(x.shape) >= p
    mask = keep / (1 - p)
    out = x * mask
    return out, mask


def dropout_backward(dout, cache):
    """The gradient with respect to x."""
    mask = 1.0 if cache is None else cache
    return dout * mask
