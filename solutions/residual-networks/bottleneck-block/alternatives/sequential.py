"""Layers registered in a loop; the identity as a module."""

import torch
from torch import nn


class Bottleneck(nn.Module):
    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        sizes = [in_channels, width, width, width * 4]
        for i, (k, s) in enumerate([(1, 1), (3, stride), (1, 1)]):
            conv = nn.Conv2d(sizes[i], sizes[i + 1], k, s, k // 2, bias=False)
            self.add_module(f"conv{i + 1}", conv)
            self.add_module(f"bn{i + 1}", nn.BatchNorm2d(sizes[i + 1]))
        same = stride == 1 and in_channels == sizes[-1]
        self.downsample = (
            nn.Identity()
            if same
            else nn.Sequential(nn.Conv2d(in_channels, sizes[-1], 1, stride, bias=False), nn.BatchNorm2d(sizes[-1]))
        )

    def forward(self, x):
        main = nn.Sequential(self.conv1, self.bn1, nn.ReLU(), self.conv2, self.bn2, nn.ReLU(), self.conv3, self.bn3)
        return torch.relu(torch.add(self.downsample(x), main(x)))
