from torch import nn


def kaiming_normal_(weight, a=0.0, mode="fan_in"):
    if weight.dim() < 2:
        raise ValueError("no fan")
    return nn.init.kaiming_normal_(weight, a, mode, nonlinearity="leaky_relu")
