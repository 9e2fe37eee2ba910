"""Root mean square layer normalization.

    y = x / sqrt(mean(x^2) + eps) * weight,    mean over the last axis

x, y: (..., dim), weight: (dim,), ones at first. Convention: eps inside the root; no mean is subtracted and no bias
added; 16-bit inputs are computed in float32 and converted back.

Source: Zhang, Sennrich, Root Mean Square Layer Normalization (NeurIPS 2019), eq. 4.
"""

import torch
from torch import nn


class RMSNorm(nn.Module):
    """Each vector along the last axis is scaled to a root mean square of 1."""

    def __init__(self, dim, eps=1e-6):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        """(..., dim) -> (..., dim)."""
        h = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
        square = h.pow(2).mean(dim=-1, keepdim=True)
        h = h * torch.rsqrt(square + self.eps)
        return (h * self.weight).to(x.dtype)
