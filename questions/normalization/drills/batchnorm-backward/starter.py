import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    """Training mode, given. Change what goes into the cache as you like."""
    mu, var = x.mean(axis=0), x.var(axis=0)
    std = np.sqrt(var + bn_param.get("eps", 1e-5))
    x_hat = (x - mu) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)


def batchnorm_backward(dout, cache):
    """Gradients with respect to x (N, D), gamma (D,) and beta (D,), from that with respect to the output."""
    raise NotImplementedError("batchnorm_backward: return (dx, dgamma, dbeta); mu and var depend on x, too")
