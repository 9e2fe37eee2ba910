import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    """Normalized batch (N, D) and a cache; in 'train' mode the running statistics in `bn_param` are updated."""
    raise NotImplementedError("batchnorm_forward: normalize x (N, D) by bn_param['mode'] and return (out, cache)")
