import torch
from torch import nn


class SGD(torch.optim.Optimizer):
    """Stochastic gradient descent with momentum, Nesterov's form and weight decay."""

    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        raise NotImplementedError("SGD.__init__: hand params and a dict of defaults to super().__init__")

    def step(self):
        raise NotImplementedError("SGD.step: update every parameter that has a gradient, group by group")


class Net(nn.Module):
    """Given, leave it as it is: the checks train it. Its weights get the gradients they choose."""

    def __init__(self, *weights):
        super().__init__()
        self.weights = nn.ParameterList(weights)

    def backward(self, *grads):
        sum((w * g).sum() for w, g in zip(self.weights, grads) if g is not None).backward()
