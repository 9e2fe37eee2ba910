import torch
from torch import nn


class RMSNorm(nn.Module):
    """x / root mean square of x over the last axis, times a learnt weight."""

    def __init__(self, dim, eps=1e-6):
        super().__init__()
        raise NotImplementedError("RMSNorm.__init__: make the parameter weight, of shape (dim,)")

    def forward(self, x):
        raise NotImplementedError("RMSNorm.forward: divide x by its root mean square, multiply by weight")
