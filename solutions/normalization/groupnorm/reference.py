"""Group normalization of (N, C, H, W).

    x_hat = (x - mu) / sqrt(var + eps),    out = gamma x_hat + beta
    mu, var (biased): over the C / G channels of a group and all H W positions, of one sample

x, out: (N, C, H, W); mu, var: N G numbers; gamma, beta: (C,). Conventions: consecutive channels form a group, eps inside
the root (as in PyTorch). G = 1 averages over all channels (as layer norm over C, H, W), G = C is instance norm.

Source: Wu, He, Group Normalization (ECCV 2018), section 3, eq. 1, 2, 6 and 7, figure 3 (code).
"""

import numpy as np


def group_norm(x, gamma, beta, groups, eps=1e-5):
    """The normalized feature maps."""
    N, C, H, W = x.shape
    grouped = x.reshape(N, groups, C // groups, H, W)
    mu = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = grouped.var(axis=(2, 3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = ((grouped - mu) / std).reshape(N, C, H, W)
    scale, shift = gamma[:, None, None], beta[:, None, None]
    return scale * x_hat + shift
