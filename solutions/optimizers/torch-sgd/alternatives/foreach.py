"""All parameters of a group at once, with the _foreach functions."""

import torch
from torch import nn
from torch.optim import Optimizer


class SGD(Optimizer):
    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay, nesterov=nesterov))

    def step(self):
        with torch.no_grad():
            for group in self.param_groups:
                params = [p for p in group["params"] if p.grad is not None]
                if not params:
                    continue
                for p in params:
                    self.state[p].setdefault("velocity", torch.zeros_like(p))
                v = [self.state[p]["velocity"] for p in params]
                g = torch._foreach_add([p.grad for p in params], params, alpha=group["weight_decay"])
                torch._foreach_mul_(v, group["momentum"])
                torch._foreach_add_(v, g)
                move = torch._foreach_add(g, v, alpha=group["momentum"]) if group["nesterov"] else v
                torch._foreach_add_(params, move, alpha=-group["lr"])


class Net(nn.Module):
    def __init__(self, *weights):
        super().__init__()
        self.weights = nn.ParameterList(weights)

    def backward(self, *grads):
        sum((w * g).sum() for w, g in zip(self.weights, grads) if g is not None).backward()
