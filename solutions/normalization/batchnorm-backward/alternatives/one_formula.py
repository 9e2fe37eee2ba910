"""The compact formula with N outside; float32 gradients; a cache of a class of its own."""

import numpy as np


class Cache:
    def __init__(self, **values):
        self.__dict__.update(values)


def batchnorm_forward(x, gamma, beta, bn_param):
    inv = 1 / np.sqrt(x.var(0) + bn_param.get("eps", 1e-5))
    x_hat = (x - x.mean(0)) * inv
    return gamma * x_hat + beta, Cache(x_hat=x_hat, inv=inv, gamma=gamma)


def batchnorm_backward(dout, cache):
    n = len(dout)
    dbeta = np.einsum("nd->d", dout)
    dgamma = np.einsum("nd,nd->d", dout, cache.x_hat)
    dx = cache.gamma * cache.inv / n * (n * dout - dbeta - cache.x_hat * dgamma)
    return [dx.astype(np.float32), dgamma.tolist(), dbeta]
