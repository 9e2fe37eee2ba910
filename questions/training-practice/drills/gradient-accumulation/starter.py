import torch
from torch import nn


def accumulated_step(net, optimizer, x, y, micro_size):
    """One optimizer step on the mean cross-entropy of (x, y), in micro-batches; returns that loss."""
    raise NotImplementedError("accumulated_step: run micro-batches forward and backward, step once, return the loss")


class Net(nn.Sequential):
    """Given, leave it: a small classifier that notes its passes in `log`."""

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
    """Given, leave it."""
    return torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
