"""Modules hold the parameters only; the work is done with torch.nn.functional."""

import torch.nn as nn
import torch.nn.functional as F


class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.stride = stride
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, bias=False)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, bias=False)
        self.bn1, self.bn2 = nn.BatchNorm2d(out_channels), nn.BatchNorm2d(out_channels)
        self.project = (stride, in_channels) != (1, out_channels)
        if self.project:
            self.downsample = nn.ModuleList(
                [nn.Conv2d(in_channels, out_channels, 1, bias=False), nn.BatchNorm2d(out_channels)]
            )

    def normalized(self, x, bn):
        return F.batch_norm(x, bn.running_mean, bn.running_var, bn.weight, bn.bias, training=self.training)

    def forward(self, x):
        out = F.conv2d(x, self.conv1.weight, stride=self.stride, padding=1)
        out = F.relu(self.normalized(out, self.bn1))
        out = self.normalized(F.conv2d(out, self.conv2.weight, padding=1), self.bn2)
        if self.project:
            conv, bn = self.downsample
            x = self.normalized(F.conv2d(x, conv.weight, stride=self.stride), bn)
        return F.relu(out + x)
