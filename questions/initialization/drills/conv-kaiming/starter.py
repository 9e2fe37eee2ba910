import torch


def kaiming_normal_(weight, a=0.0, mode="fan_in"):
    """Fill the weight of a linear or convolutional layer in place with Kaiming (He) normal numbers; return it."""
    raise NotImplementedError("kaiming_normal_: find the fan, then fill weight in place and return it")
