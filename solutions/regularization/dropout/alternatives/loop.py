import numpy as np


class Cache:
    def __init__(self, factors):
        self.factors = factors


def dropout_forward(x, dropout_param):
    p, mode = dropout_param["p"], dropout_param["mode"]
    if mode == "test":
        return x.copy(), Cache(np.ones(x.shape))
    if mode != "train":
        raise ValueError(mode)
    out, factors = np.zeros(x.shape), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if dropout_param["rng"].random() > p or p == 0:
            factors[i] = 1 / (1 - p)
            out[i] = x[i] * factors[i]
    return out, Cache(factors)


def dropout_backward(dout, cache):
    dx = np.empty(dout.shape)
    for i in np.ndindex(dout.shape):
        dx[i] = dout[i] * cache.factors[i]
    return dx
