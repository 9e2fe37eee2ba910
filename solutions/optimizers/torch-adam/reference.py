"""Adam as a torch optimizer: w = w - lr m_hat / (sqrt(v_hat) + eps), all elementwise, any shapes.

m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,  m_hat = m / (1 - b1^t),  v_hat = v / (1 - b2^t). Convention:
torch.optim.Adam's: g = w.grad + weight_decay w (not decoupled), eps outside the root, t per parameter.

Source: Kingma, Ba, Adam: A Method for Stochastic Optimization (ICLR 2015), Algorithm 1.
"""

import torch


class Adam(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                b1, b2 = group["betas"]
                state = self.state[p]
                t = state["t"] = state.get("t", 0) + 1
                g = p.grad + group["weight_decay"] * p
                m = state["m"] = b1 * state.get("m", 0) + (1 - b1) * g
                v = state["v"] = b2 * state.get("v", 0) + (1 - b2) * g**2
                m_hat = m / (1 - b1**t)
                v_hat = v / (1 - b2**t)
                p -= group["lr"] * m_hat / (v_hat.sqrt() + group["eps"])


class Net(torch.nn.Module):
    def __init__(self, *weights):
        super().__init__()
        self.weights = torch.nn.ParameterList(weights)

    def backward(self, *grads):
        sum((w * g).sum() for w, g in zip(self.weights, grads) if g is not None).backward()
