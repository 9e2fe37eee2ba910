"""Layer normalization over the last axis, forward and backward.

    x_hat = (x - mu) / sqrt(var + eps),    out = gamma x_hat + beta
    d = dout gamma,    dx = (d - mean(d) - x_hat mean(d x_hat)) / sqrt(var + eps)

x, out, dout, dx: (..., D), all means and var (biased) along D; gamma, beta, dgamma, dbeta: (D,), the last two summed over
all leading axes. Convention: eps inside the root, as in PyTorch.

Source: Ba, Kiros, Hinton, Layer Normalization (2016), sections 3 and 3.1, eq. 3 and 4 (without eps).
"""

import numpy as np


def layernorm_forward(x, gamma, beta, eps=1e-5):
    """The output and what the backward pass needs."""
    mu = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mu) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)


def layernorm_backward(dout, cache):
    """Gradients with respect to x, gamma and beta."""
    x_hat, std, gamma = cache
    leading = tuple(range(dout.ndim - 1))
    dbeta = dout.sum(axis=leading)
    dgamma = (dout * x_hat).sum(axis=leading)
    dx_hat = dout * gamma
    through_mean = dx_hat.mean(axis=-1, keepdims=True)
    through_var = x_hat * (dx_hat * x_hat).mean(axis=-1, keepdims=True)
    dx = (dx_hat - through_mean - through_var) / std
    return dx, dgamma, dbeta
