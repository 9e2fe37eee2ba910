"""A network with one hidden layer: loss and all gradients.

    z = X W1 + b1,  h = max(z, 0),  s = h W2 + b2
    L = -1/N sum_n log softmax(s_n)[y_n] + reg/2 (|W1|^2 + |W2|^2)
    ds = (softmax(s) - onehot(y)) / N,   dz = (ds W2^T) * [z > 0]

X: (N, D), y: (N,) ints, W1: (D, H), b1: (H,), W2: (H, C), b2: (C,). Convention: mean over the batch, factor
1/2 in the penalty, biases not penalized, derivative 0 of the ReLU at 0.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.5.7 (this network without biases).
"""

import numpy as np


def loss(params, X, y, reg):
    """The loss, and the gradients under the names of their parameters."""
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    z = X @ W1 + b1
    h = np.maximum(z, 0)
    s = h @ W2 + b2
    s = s - s.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    rows = np.arange(len(X))
    data = -log_p[rows, y].mean()
    penalty = 0.5 * reg * ((W1**2).sum() + (W2**2).sum())
    ds = np.exp(log_p)
    ds[rows, y] -= 1
    ds = ds / len(X)
    dW2, db2 = h.T @ ds + reg * W2, ds.sum(axis=0)
    dz = (ds @ W2.T) * (z > 0)
    dW1, db1 = X.T @ dz + reg * W1, dz.sum(axis=0)
    return data + penalty, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
