import torch
from torch import nn


class Adam(torch.optim.Adam):
    pass


class Net(nn.Module):
    def __init__(self, *weights):
        super().__init__()
        self.weights = nn.ParameterList(weights)

    def backward(self, *grads):
        sum((w * g).sum() for w, g in zip(self.weights, grads) if g is not None).backward()
