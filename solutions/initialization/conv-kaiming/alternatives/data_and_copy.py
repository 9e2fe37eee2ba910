"""Standard normal numbers, scaled, and copied through .data."""

import torch


def kaiming_normal_(weight, a=0.0, mode="fan_in"):
    if len(weight.shape) < 2:
        raise ValueError("expected a weight of a linear or convolutional layer")
    fan = weight[0].numel() if mode == "fan_in" else weight[:, 0].numel()
    weight.data.copy_(torch.randn(weight.shape) * (2 / ((1 + a * a) * fan)) ** 0.5)
    return weight
