import torch
from torch import nn


class DepthwiseSeparableConv(nn.Module):
    """A k x k convolution of each channel by itself, then a 1 x 1 convolution over the channels."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, bias=True):
        super().__init__()
        raise NotImplementedError("DepthwiseSeparableConv.__init__: make depthwise and pointwise")

    def forward(self, x):
        raise NotImplementedError("DepthwiseSeparableConv.forward: filter each channel, then mix the channels")
