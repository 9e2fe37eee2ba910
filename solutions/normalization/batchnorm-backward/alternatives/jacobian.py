"""The Jacobian of every feature, written out: (N, N) for each column."""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    x_hat = (x - np.mean(x, 0)) / (np.var(x, 0) + bn_param.get("eps", 1e-5)) ** 0.5
    return x_hat * gamma + beta, [x, gamma, bn_param]


def batchnorm_backward(dout, cache):
    x, gamma, bn_param = cache
    n, d = x.shape
    eps = bn_param.get("eps", 1e-5)
    dx, dgamma, dbeta = np.zeros((n, d)), np.zeros(d), np.zeros(d)
    for j in range(d):
        centred = x[:, j] - x[:, j].mean()
        std = np.sqrt(centred @ centred / n + eps)
        jacobian = (np.eye(n) - 1 / n) / std - np.outer(centred, centred) / (n * std**3)
        dx[:, j] = gamma[j] * jacobian.T @ dout[:, j]
        dgamma[j] = dout[:, j] @ centred / std
        dbeta[j] = dout[:, j].sum()
    return dx, dgamma, dbeta
