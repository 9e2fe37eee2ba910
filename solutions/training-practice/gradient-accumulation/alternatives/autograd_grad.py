"""Gradients from torch.autograd.grad, gathered in a list; the loss once more without gradient."""

import torch
import torch.nn.functional as F
from torch import nn


def accumulated_step(net, optimizer, x, y, micro_size):
    parameters = list(net.parameters())
    sums = [torch.zeros_like(p) for p in parameters]
    with torch.no_grad():
        value = F.cross_entropy(torch.cat([net(part) for part in x.split(micro_size)]), y)
    for part, target in zip(x.split(micro_size), y.split(micro_size)):
        loss = F.cross_entropy(net(part), target) * len(part)
        for s, g in zip(sums, torch.autograd.grad(loss, parameters)):
            s += g
    for p, s in zip(parameters, sums):
        p.grad = s / len(y)
    optimizer.step()
    return value


class Net(nn.Sequential):
    def __init__(self, inputs, hidden, classes):
        super().__init__(nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, classes))
        self.log = []

    def forward(self, x):
        logits = super().forward(x)
        if logits.requires_grad:
            self.log.append(f"forward {len(x)}")
            logits.register_hook(lambda _: self.log.append("backward"))
        return logits


def make_optimizer(net, lr, momentum):
    return torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
