import torch
from torch import nn


class BatchNorm2d(nn.Module):
    """Batch normalization of (N, C, H, W), one mean and variance for each channel."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        raise NotImplementedError("BatchNorm2d.__init__: make weight and bias, and register the three buffers")

    def forward(self, x):
        raise NotImplementedError("BatchNorm2d.forward: normalize each channel, and update the buffers in training")
