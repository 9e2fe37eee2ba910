"""Channel by channel with F.conv2d, the channels mixed by a matrix product."""

import torch
import torch.nn.functional as F
from torch import nn


class DepthwiseSeparableConv(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, bias=True):
        super().__init__()
        self.stride, self.padding, self.dilation = stride, padding, dilation
        self.depthwise = nn.Conv2d(in_channels, in_channels, kernel_size, groups=in_channels, bias=False)
        self.pointwise = nn.Conv2d(in_channels, out_channels, 1, bias=bias)

    def forward(self, x):
        filtered = []
        for c in range(x.size(1)):
            kernel = self.depthwise.weight[c : c + 1]
            filtered.append(F.conv2d(x[:, c : c + 1], kernel, None, self.stride, self.padding, self.dilation))
        z = torch.cat(filtered, dim=1).movedim(1, -1)
        return F.linear(z, self.pointwise.weight.flatten(1), self.pointwise.bias).movedim(-1, 1)
