"""Layers registered in a loop and run as one nn.Sequential; the identity as a module."""

import torch
from torch import nn


class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        padding = "same" if stride == 1 else 1
        layers = {
            "conv1": nn.Conv2d(in_channels, out_channels, (3, 3), stride, padding, bias=False),
            "bn1": nn.BatchNorm2d(out_channels),
            "relu": nn.ReLU(),
            "conv2": nn.Conv2d(out_channels, out_channels, 3, padding="same", bias=False),
            "bn2": nn.BatchNorm2d(out_channels),
        }
        for name, layer in layers.items():
            self.add_module(name, layer)
        if stride == 1 and in_channels == out_channels:
            self.downsample = nn.Identity()
        else:
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x):
        main = nn.Sequential(self.conv1, self.bn1, self.relu, self.conv2, self.bn2)
        return torch.clamp_min(torch.add(self.downsample(x), main(x)), 0)
