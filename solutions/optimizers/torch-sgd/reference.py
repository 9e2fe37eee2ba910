"""SGD with momentum as a torch optimizer.

    g = w.grad + weight_decay w,    v = momentum v + g,    w = w - lr v   (Nesterov: w - lr (g + momentum v))

Any shapes, all elementwise; v starts at 0. Convention: torch's, lr outside v, no dampening, L2 inside g.

Source: Sutskever et al., On the importance of initialization and momentum (ICML 2013); torch.optim.SGD's docs.
"""

import torch
from torch import nn


class SGD(torch.optim.Optimizer):
    """v is kept in self.state[p]["momentum_buffer"]."""

    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay, nesterov=nesterov))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state, mu = self.state[p], group["momentum"]
                g = p.grad + group["weight_decay"] * p
                v = mu * state.get("momentum_buffer", 0) + g
                state["momentum_buffer"] = v
                p -= group["lr"] * (g + mu * v if group["nesterov"] else v)


class Net(nn.Module):
    def __init__(self, *weights):
        super().__init__()
        self.weights = nn.ParameterList(weights)

    def backward(self, *grads):
        sum((w * g).sum() for w, g in zip(self.weights, grads) if g is not None).backward()
