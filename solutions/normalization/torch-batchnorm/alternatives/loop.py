"""One channel after the other, in float32 inside for small types."""

import torch
from torch import nn


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        wide = x if x.dtype == torch.float64 else x.float()
        outs = []
        for c in range(self.num_features):
            channel = wide[:, c]
            if self.training:
                mean = channel.mean()
                var = ((channel - mean) ** 2).mean()
                m = self.momentum
                self.running_mean[c] = (1 - m) * self.running_mean[c] + m * mean.item()
                self.running_var[c] = (1 - m) * self.running_var[c] + m * torch.var(channel).item()
            else:
                mean, var = self.running_mean[c], self.running_var[c]
            outs.append(self.weight[c] * (channel - mean) / (var + self.eps) ** 0.5 + self.bias[c])
        if self.training:
            self.num_batches_tracked += 1
        return torch.stack(outs, dim=1).to(x.dtype)
