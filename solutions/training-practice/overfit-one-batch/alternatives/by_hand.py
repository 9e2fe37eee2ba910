"""Gradients from autograd.grad, Adam by hand, always all the steps, the loss as negative log-likelihood."""

import torch
from torch import nn


def build_model():
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.Tanh(), nn.Linear(128, 10))
    nn.init.zeros_(model[3].bias)
    nn.init.normal_(model[3].weight, std=0.01)
    return model


def overfit(model, x, y, *, device, seed, log):
    model.to(device)
    model.train(False)
    parameters = [p for p in model.parameters() if p.requires_grad]
    m, v = [torch.zeros_like(p) for p in parameters], [torch.zeros_like(p) for p in parameters]
    rows = torch.arange(len(y), device=device)
    inputs = x.to(device).unsqueeze(1).float() * (1 / 255)
    targets = y.to(device)
    losses = []
    for t in range(1, 251):
        loss = -model(inputs).log_softmax(-1)[rows, targets].mean()
        losses.append(loss.item())
        with torch.no_grad():
            for p, g, a, b in zip(parameters, torch.autograd.grad(loss, parameters), m, v):
                a.mul_(0.9).add_(g, alpha=0.1)
                b.mul_(0.999).addcmul_(g, g, value=0.001)
                p.sub_(2e-3 * (a / (1 - 0.9**t)) / ((b / (1 - 0.999**t)).sqrt() + 1e-8))
        if t % 10 == 0:
            log(t, 250, loss=losses[-1])
    return losses
