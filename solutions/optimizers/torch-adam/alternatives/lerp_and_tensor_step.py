"""Averages by lerp_, the step count as a tensor, the update as a function."""

import torch
from torch import nn
from torch.optim import Optimizer


def update(p, state, lr, betas, eps, weight_decay):
    g = torch.add(p.grad, p, alpha=weight_decay)
    state["step"] += 1
    state["mean"].lerp_(g, 1 - betas[0])
    state["square"].lerp_(g.square(), 1 - betas[1])
    c1, c2 = (1 - b ** state["step"].double() for b in betas)
    p.copy_(p - lr * (state["mean"] / c1) / (torch.sqrt(state["square"] / c2) + eps))


class Adam(Optimizer):
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            settings = {k: group[k] for k in ("lr", "betas", "eps", "weight_decay")}
            for p in filter(lambda p: p.grad is not None, group["params"]):
                if p not in self.state:
                    self.state[p] = {
                        "step": torch.zeros(()),
                        "mean": torch.zeros_like(p),
                        "square": torch.zeros_like(p),
                    }
                update(p, self.state[p], **settings)


class Net(nn.Module):
    def __init__(self, *weights):
        super().__init__()
        self.weights = nn.ParameterList(weights)

    def backward(self, *grads):
        sum((w * g).sum() for w, g in zip(self.weights, grads) if g is not None).backward()
