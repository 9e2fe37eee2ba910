"""Exponential moving average of a model's weights.

    avg = decay avg + (1 - decay) p,    avg starts at the model's weights

module: a deep copy of the model, in eval mode, without gradients. Convention: constant decay, no bias correction
(none is needed with this start); buffers are copied, as torch's AveragedModel does by default.

Source: Polyak, Juditsky, Acceleration of Stochastic Approximation by Averaging (SIAM J. Control Optim. 1992);
Tarvainen, Valpola, Mean Teachers Are Better Role Models (NeurIPS 2017).
"""

import copy

import torch
from torch import nn


class EMA:
    """The averaged model is self.module."""

    def __init__(self, model, decay=0.999):
        self.decay = decay
        self.module = copy.deepcopy(model)
        self.module.eval()
        self.module.requires_grad_(False)

    @torch.no_grad()
    def update(self, model):
        for avg, p in zip(self.module.parameters(), model.parameters()):
            avg.mul_(self.decay).add_(p, alpha=1 - self.decay)
        for avg, b in zip(self.module.buffers(), model.buffers()):
            avg.copy_(b)


class Net(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2))
