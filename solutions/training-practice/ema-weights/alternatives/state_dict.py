"""Over the state dict: parameters by lerp, everything else copied."""

from copy import deepcopy

import torch
import torch.nn as nn


class EMA(nn.Module):
    def __init__(self, model, decay=0.999):
        super().__init__()
        self.decay = decay
        self.module = deepcopy(model)
        self.module.eval()
        for p in self.module.parameters():
            p.requires_grad = False

    def update(self, model):
        names = {name for name, _ in model.named_parameters()}
        now = model.state_dict()
        with torch.no_grad():
            for name, value in self.module.state_dict().items():
                if name in names:
                    value.lerp_(now[name].detach(), 1.0 - self.decay)
                else:
                    value.copy_(now[name])


class Net(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2))
