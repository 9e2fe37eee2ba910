import torch
from torch import nn


class Adam(torch.optim.Optimizer):
    """Adam with bias correction; weight decay is added to the gradient."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        raise NotImplementedError("Adam.__init__: hand params and a dict of defaults to super().__init__")

    def step(self):
        raise NotImplementedError("Adam.step: update every parameter that has a gradient, group by group")


class Net(nn.Module):
    """Given, leave it as it is: the checks train it. Its weights get the gradients they choose."""

    def __init__(self, *weights):
        super().__init__()
        self.weights = nn.ParameterList(weights)

    def backward(self, *grads):
        sum((w * g).sum() for w, g in zip(self.weights, grads) if g is not None).backward()
