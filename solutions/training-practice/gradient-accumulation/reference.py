"""One optimizer step on a large batch, in micro-batches: gradients add up in .grad.

    loss = (1/N) sum_n CE(net(x_n), y_n) = sum over micro-batches of (1/N) sum_(n in it) CE(net(x_n), y_n)
x: (N, D), y: (N,). Convention: each sample weighs 1/N, so a smaller last micro-batch counts less; zero_grad once
before, step once after, backward at once for each micro-batch (frees its graph).

Source: PyTorch documentation, "Automatic Mixed Precision examples", section Gradient accumulation.
"""

from torch import nn, optim


def accumulated_step(net, optimizer, x, y, micro_size):
    """Does one step and returns the mean loss over the batch, a float."""
    total = 0.0
    optimizer.zero_grad()
    for start in range(0, len(x), micro_size):
        part = slice(start, start + micro_size)
        loss = nn.functional.cross_entropy(net(x[part]), y[part], reduction="sum") / len(x)
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total


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
    return optim.SGD(net.parameters(), lr=lr, momentum=momentum)
