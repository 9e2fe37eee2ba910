"""Flattened to (M, D), then the chain rule step by step."""

import numpy as np


def layernorm_forward(x, gamma, beta, eps=1e-5):
    D = x.shape[-1]
    flat = x.reshape(-1, D).T
    mu = flat.sum(0) / D
    xmu = flat - mu
    var = (xmu**2).sum(0) / D
    ivar = (var + eps) ** -0.5
    out = (xmu * ivar).T * gamma + beta
    return out.reshape(x.shape), (xmu, ivar, gamma, x.shape)


def layernorm_backward(dout, cache):
    xmu, ivar, gamma, shape = cache
    D = shape[-1]
    flat = dout.reshape(-1, D)
    dbeta = flat.sum(0)
    dgamma = ((xmu * ivar).T * flat).sum(0)
    dxhat = (flat * gamma).T
    dvar = (dxhat * xmu).sum(0) * -0.5 * ivar**3
    dmu = -(dxhat * ivar).sum(0)
    dx = dxhat * ivar + dvar * 2 * xmu / D + dmu / D
    return dx.T.reshape(shape).astype(np.float32), dgamma.tolist(), dbeta
