"""Batch normalization of images, as nn.BatchNorm2d does it.

    y = weight (x - mean) / sqrt(var + eps) + bias,    running <- (1 - momentum) running + momentum batch

x, y: (N, C, H, W); weight, bias, mean, var, running_*: (C,), over n = N H W values each. Convention: momentum
weighs the new batch; var is biased (n) where it normalizes, unbiased (n - 1) where it enters running_var.

Source: Ioffe, Szegedy, Batch Normalization (ICML 2015), Algorithms 1 and 2, section 3.2 (convolutions).
"""

import torch
from torch import nn


class BatchNorm2d(nn.Module):
    """One mean and variance for each channel: the batch's in training, the running ones in eval."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        """(N, C, H, W) -> (N, C, H, W)."""
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = x.mean(dim=(0, 2, 3)), x.var(dim=(0, 2, 3), correction=0)
            n = x.numel() // x.shape[1]
            with torch.no_grad():
                self.num_batches_tracked += 1
                self.running_mean += self.momentum * (mean - self.running_mean)
                self.running_var += self.momentum * (var * n / (n - 1) - self.running_var)
        std = torch.sqrt(var + self.eps)
        x_hat = (x - mean[:, None, None]) / std[:, None, None]
        return self.weight[:, None, None] * x_hat + self.bias[:, None, None]
