"""Patches by unfold, both convolutions as einsum; holders for the parameters' names."""

import torch
from torch import nn


class Holder(nn.Module):
    def __init__(self, shape, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(shape) * 0.1)
        self.bias = nn.Parameter(torch.zeros(shape[0])) if bias else None


class DepthwiseSeparableConv(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, bias=True):
        super().__init__()
        self.k = kernel_size
        self.how = {"stride": stride, "padding": padding, "dilation": dilation}
        self.depthwise = Holder((in_channels, 1, kernel_size, kernel_size), False)
        self.pointwise = Holder((out_channels, in_channels, 1, 1), bias)

    def forward(self, x):
        n, c = x.shape[:2]
        span = self.how["dilation"] * (self.k - 1) + 1
        h, w = ((s + 2 * self.how["padding"] - span) // self.how["stride"] + 1 for s in x.shape[2:])
        patches = nn.functional.unfold(x, self.k, **self.how).view(n, c, self.k * self.k, h * w)
        z = torch.einsum("nckl,ck->ncl", patches, self.depthwise.weight.flatten(1))
        y = torch.einsum("ncl,oc->nol", z, self.pointwise.weight[:, :, 0, 0])
        if self.pointwise.bias is not None:
            y = y + self.pointwise.bias[:, None]
        return y.reshape(n, -1, h, w)
