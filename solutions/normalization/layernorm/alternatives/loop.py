"""Vector by vector; the Jacobian's three terms in plain sums."""

import math

import numpy as np


def layernorm_forward(x, gamma, beta, eps=1e-5):
    out = np.empty(x.shape)
    cache = {"gamma": gamma, "hat": np.empty(x.shape), "std": np.empty(x.shape[:-1])}
    d = x.shape[-1]
    for i in np.ndindex(*x.shape[:-1]):
        mean = math.fsum(x[i]) / d
        std = math.sqrt(math.fsum((v - mean) ** 2 for v in x[i]) / d + eps)
        for j in range(d):
            cache["hat"][i][j] = (x[i][j] - mean) / std
            out[i][j] = gamma[j] * cache["hat"][i][j] + beta[j]
        cache["std"][i] = std
    return out, cache


def layernorm_backward(dout, cache):
    gamma, d = cache["gamma"], dout.shape[-1]
    dx, dgamma, dbeta = np.empty(dout.shape), np.zeros(d), np.zeros(d)
    for i in np.ndindex(*dout.shape[:-1]):
        hat, g = cache["hat"][i], dout[i] * gamma
        dx[i] = (g - sum(g) / d - hat * sum(g * hat) / d) / cache["std"][i]
        dgamma += dout[i] * hat
        dbeta += dout[i]
    return dx, dgamma, dbeta
