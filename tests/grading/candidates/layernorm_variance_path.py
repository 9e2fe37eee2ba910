# drill: layernorm
# named: variance-path-dropped
import numpy as np


def layernorm_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(-1, keepdims=True)
    var = ((x - mu) ** 2).mean(-1, keepdims=True)
    std = np.sqrt(var + eps)
    xhat = (x - mu) / std
    return gamma * xhat + beta, {"xhat": xhat, "std": std, "gamma": gamma}


def layernorm_backward(dout, cache):
    xhat, std, gamma = cache["xhat"], cache["std"], cache["gamma"]
    axes = tuple(range(dout.ndim - 1))
    g = dout * gamma
    dx = (g - np.mean(g, axis=-1, keepdims=True)) / std
    return dx, (dout * xhat).sum(axis=axes), dout.sum(axis=axes)
