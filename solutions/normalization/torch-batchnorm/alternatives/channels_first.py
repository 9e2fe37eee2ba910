"""Each channel as a row of a matrix; new buffers are assigned instead of written in place."""

import torch
from torch import nn


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.register_parameter("weight", nn.Parameter(torch.ones(num_features)))
        self.register_parameter("bias", nn.Parameter(torch.zeros(num_features)))
        for name, value in (("running_mean", 0.0), ("running_var", 1.0)):
            self.register_buffer(name, torch.full((num_features,), value))
        self.register_buffer("num_batches_tracked", torch.tensor(0, dtype=torch.int64))

    def forward(self, x):
        n, c, h, w = x.shape
        rows = x.transpose(0, 1).reshape(c, -1)
        if self.training:
            mean = rows.sum(1) / rows.shape[1]
            centred = rows - mean.unsqueeze(1)
            var = (centred**2).mean(1)
            m = self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * mean.detach()
            self.running_var = (1 - m) * self.running_var + m * rows.detach().var(1)
            self.num_batches_tracked = self.num_batches_tracked + 1
        else:
            centred, var = rows - self.running_mean.unsqueeze(1), self.running_var
        scaled = centred * (self.weight * (var + self.eps).pow(-0.5)).unsqueeze(1) + self.bias.unsqueeze(1)
        return scaled.reshape(c, n, h, w).transpose(0, 1)
