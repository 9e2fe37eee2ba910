"""Averages kept in a dict, and loaded into the copy after each update."""

import copy

from torch import nn


class EMA:
    def __init__(self, model, decay=0.999):
        self.module = copy.deepcopy(model).eval()
        self.decay = decay
        self.shadow = {}
        for name, p in self.module.named_parameters():
            p.requires_grad_(False)
            self.shadow[name] = p.data.clone()

    def update(self, model):
        for name, p in model.named_parameters():
            self.shadow[name] = self.decay * self.shadow[name] + (1 - self.decay) * p.data
        self.module.load_state_dict({**model.state_dict(), **self.shadow})


class Net(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2))
