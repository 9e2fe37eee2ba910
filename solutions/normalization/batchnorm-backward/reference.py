"""Batch normalization of (N, D) features, backward (training mode).

    dbeta = sum_n dout,    dgamma = sum_n dout x_hat,    d = dout gamma  (the gradient of x_hat)
    dx = (d - mean_n(d) - x_hat mean_n(d x_hat)) / sqrt(var + eps)

x, x_hat, dout, dx: (N, D); gamma, beta, std and the means: (D,). The second term is the path through the mean,
the third that through the (biased) variance; the formula holds for any eps.

Source: Ioffe, Szegedy, Batch Normalization (ICML 2015), section 3 (the chain rule below Algorithm 1), simplified.
"""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    """The normalized batch and what the backward pass needs."""
    mu, var = x.mean(axis=0), x.var(axis=0)
    std = np.sqrt(var + bn_param.get("eps", 1e-5))
    x_hat = (x - mu) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)


def batchnorm_backward(dout, cache):
    """Gradients with respect to x, gamma and beta."""
    x_hat, std, gamma = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    through_mean = dx_hat.mean(axis=0)
    through_var = x_hat * (dx_hat * x_hat).mean(axis=0)
    dx = (dx_hat - through_mean - through_var) / std
    return dx, dgamma, dbeta
