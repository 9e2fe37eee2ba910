"""Batch normalization of (N, D) features, forward.

    x_hat = (x - mu) / sqrt(var + eps),    out = gamma x_hat + beta
    running = momentum running + (1 - momentum) batch

x, out: (N, D); mu, var, gamma, beta, running_*: (D,). Convention: momentum weighs the past (torch's weighs
the new batch); var is biased (divides by N) where it normalizes, unbiased (N - 1) in running_var.

Source: Ioffe, Szegedy, Batch Normalization (ICML 2015), Algorithm 1; Algorithm 2, step 10 (unbiased).
"""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    """The normalized batch and a cache; in 'train', bn_param gets the new running statistics."""
    N, D = x.shape
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(D))
    running_var = bn_param.get("running_var", np.zeros(D))
    if bn_param["mode"] == "train":
        mu, var = x.mean(axis=0), x.var(axis=0)
        unbiased = var * N / (N - 1)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mu
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * unbiased
    elif bn_param["mode"] == "test":
        mu, var = running_mean, running_var
    else:
        raise ValueError(f"mode must be 'train' or 'test', not {bn_param['mode']!r}")
    std = np.sqrt(var + eps)
    x_hat = (x - mu) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
