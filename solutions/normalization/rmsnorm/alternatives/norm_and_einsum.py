"""The length of the vector over the root of its dimension; computed in float64 throughout."""

import torch
from torch import nn


class RMSNorm(nn.Module):
    def __init__(self, dim, eps=1e-6):
        super().__init__()
        self.dim, self.eps = dim, eps
        self.weight = nn.Parameter(torch.empty(dim).fill_(1.0))

    def forward(self, x):
        z = x.double()
        rms = torch.sqrt(torch.einsum("...i,...i->...", z, z) / self.dim + self.eps)
        return (z / rms.unsqueeze(-1) * self.weight.double()).to(x.dtype)
