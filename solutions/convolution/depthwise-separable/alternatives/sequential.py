"""A Sequential with named layers; the first one lazily asks for nothing."""

from collections import OrderedDict

import torch.nn as nn


class DepthwiseSeparableConv(nn.Sequential):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, bias=True):
        filters = nn.Conv2d(
            in_channels, in_channels, kernel_size, stride, padding, dilation, groups=in_channels, bias=False
        )
        mixing = nn.Conv2d(in_channels, out_channels, kernel_size=(1, 1), bias=bias)
        super().__init__(OrderedDict(depthwise=filters, pointwise=mixing))
