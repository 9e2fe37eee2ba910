"""Kaiming (He) normal initialization, in place.

    std = gain / sqrt(fan),    gain = sqrt(2 / (1 + a^2))
    fan_in = in * k_1 * ... * k_d,    fan_out = out * k_1 * ... * k_d

weight: (out, in, k_1, ..., k_d), d = 0 for a linear layer. a: negative slope of the leaky ReLU behind it. fan_in
keeps the variance of the activations, fan_out that of the gradients. Convention: fans as in torch.nn.init.

Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers (ICCV 2015), section 2.2, eq. 10, 14, 15.
"""

import math

import torch


def kaiming_normal_(weight, a=0.0, mode="fan_in"):
    """Fill `weight` and return it."""
    if weight.ndim < 2:
        raise ValueError("a weight has at least two axes, (out, in)")
    channels = weight.shape[1] if mode == "fan_in" else weight.shape[0]
    field = math.prod(weight.shape[2:])  # kernel positions; 1 for a linear layer
    fan = channels * field
    gain = math.sqrt(2.0 / (1.0 + a**2))
    std = gain / math.sqrt(fan)
    with torch.no_grad():
        return weight.normal_(0.0, std)
