"""Gradients of sums, divided by N in .grad before the step."""

import torch
import torch.nn.functional as F
from torch import nn


def accumulated_step(net, optimizer, x, y, micro_size):
    for p in net.parameters():
        p.grad = None
    count, total = 0, 0.0
    while count < len(x):
        xs, ys = x[count : count + micro_size], y[count : count + micro_size]
        log_p = F.log_softmax(net(xs), dim=1)
        loss = -log_p[torch.arange(len(ys)), ys].sum()
        loss.backward()
        total += float(loss)
        count += len(xs)
    for p in net.parameters():
        p.grad /= count
    optimizer.step()
    return total / count


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
