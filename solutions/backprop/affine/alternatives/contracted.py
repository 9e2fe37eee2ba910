"""No flattening: w in the shape of a sample, all axes contracted."""

import numpy as np


class Cache:
    def __init__(self, x, w):
        self.x, self.w = x, w


def affine_forward(x, w, b):
    shaped = w.reshape(*x.shape[1:], len(b))
    axes = list(range(1, x.ndim))
    return np.add(np.tensordot(x, shaped, axes=(axes, list(range(x.ndim - 1)))), b), Cache(x, shaped)


def affine_backward(dout, cache):
    dx = np.tensordot(dout, cache.w, axes=(1, cache.w.ndim - 1))
    dw = np.tensordot(cache.x, dout, axes=(0, 0))
    return [dx, dw.reshape(-1, dout.shape[1]), np.ones(len(dout)) @ dout]
