"""One step of contrastive divergence (CD-1) for a binary RBM.

    ph0 = s(v0 W + c),   h0 ~ Bernoulli(ph0),   v1 = s(h0 W' + b),   ph1 = s(v1 W + c),   s(x) = 1 / (1 + e^-x)
    W: (v0' ph0 - v1' ph1) / N,   b: mean of v0 - v1,   c: mean of ph0 - ph1       to be added, times a rate

v0, v1: (N, D); ph0, h0, ph1: (N, H); W: (D, H); b: (D,); c: (H,). Convention: states drive the reconstruction,
probabilities make the reconstruction and both statistics.

Source: Hinton, Training Products of Experts by Minimizing Contrastive Divergence (Neural Computation 14, 2002);
Hinton, A Practical Guide to Training Restricted Boltzmann Machines (2010), section 3.
"""

import numpy as np


def sigmoid(x):
    """The logistic function, without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * x))


def cd1(v0, W, b, c, rng):
    """The directions of W, b and c."""
    n = len(v0)
    ph0 = sigmoid(v0 @ W + c)
    h0 = (rng.random(ph0.shape) < ph0).astype(float)
    v1 = sigmoid(h0 @ W.T + b)
    ph1 = sigmoid(v1 @ W + c)
    positive = v0.T @ ph0
    negative = v1.T @ ph1
    dW = (positive - negative) / n
    db = (v0 - v1).sum(axis=0) / n
    dc = (ph0 - ph1).sum(axis=0) / n
    return {"W": dW, "b": db, "c": dc}
