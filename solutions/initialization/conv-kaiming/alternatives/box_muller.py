"""Normal numbers made of uniform ones."""

import math

import torch


def kaiming_normal_(weight, a=0.0, mode="fan_in"):
    if weight.ndim < 2:
        raise ValueError("two axes at least")
    field = 1
    for k in weight.shape[2:]:
        field *= k
    fan = field * weight.shape[0 if mode == "fan_out" else 1]
    radius = torch.sqrt(-2 * torch.log1p(-torch.rand(weight.shape, dtype=torch.float64)))
    angle = 2 * math.pi * torch.rand(weight.shape, dtype=torch.float64)
    with torch.no_grad():
        weight[...] = (radius * torch.cos(angle) * math.sqrt(2 / (1 + a**2) / fan)).to(weight.dtype)
    return weight
