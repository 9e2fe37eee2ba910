"""In-place operations on a cloned buffer, as torch's own single-tensor version."""

import torch
from torch import nn


class SGD(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, momentum=0, weight_decay=0, nesterov=False):
        defaults = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay, "nesterov": nesterov}
        super().__init__(params, defaults)

    def step(self, closure=None):
        loss = closure() if closure is not None else None
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self.update(p, p.grad.data, group)
        return loss

    def update(self, p, grad, group):
        if group["weight_decay"] != 0:
            grad = grad.add(p.data, alpha=group["weight_decay"])
        if group["momentum"] != 0:
            state = self.state[p]
            if "momentum_buffer" not in state:
                state["momentum_buffer"] = torch.clone(grad).detach()
            else:
                state["momentum_buffer"].mul_(group["momentum"]).add_(grad)
            buf = state["momentum_buffer"]
            grad = grad.add(buf, alpha=group["momentum"]) if group["nesterov"] else buf
        p.data.add_(grad, alpha=-group["lr"])


class Net(nn.Module):
    def __init__(self, *weights):
        super().__init__()
        self.weights = nn.ParameterList(weights)

    def backward(self, *grads):
        sum((w * g).sum() for w, g in zip(self.weights, grads) if g is not None).backward()
