import torch
from torch import nn


@torch.no_grad()
def kaiming_normal_(weight, a=0.0, mode="fan_in"):
    if weight.ndim in (0, 1):
        raise ValueError(f"no fan for a tensor of shape {tuple(weight.shape)}")
    outs, fan_in = weight.flatten(1).shape
    fan_out = outs * fan_in // weight.size(1)
    variance = nn.init.calculate_gain("leaky_relu", a) ** 2 / {"fan_in": fan_in, "fan_out": fan_out}[mode]
    nn.init.normal_(weight, mean=0.0, std=variance**0.5)
    return weight
