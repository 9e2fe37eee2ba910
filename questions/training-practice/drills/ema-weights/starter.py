import torch
from torch import nn


class EMA:
    """Keeps an exponential moving average of a model's weights in self.module."""

    def __init__(self, model, decay=0.999):
        raise NotImplementedError("EMA.__init__: make self.module, a copy of the model with memory of its own")

    def update(self, model):
        raise NotImplementedError("EMA.update: move the average towards the model's present weights")


class Net(nn.Sequential):
    """Given, leave it as it is: the model that the checks average."""

    def __init__(self):
        super().__init__(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2))
