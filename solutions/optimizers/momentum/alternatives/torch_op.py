"""torch's momentum buffer is minus the velocity where the gradient brings the learning rate along."""

import torch


def sgd_momentum(w, dw, state):
    lr, mu = state.get("learning_rate", 1e-2), state.get("momentum", 0.9)
    p = torch.nn.Parameter(torch.tensor(w))
    optimizer = torch.optim.SGD([p], lr=1.0, momentum=mu)
    if "velocity" in state:
        optimizer.state[p]["momentum_buffer"] = -torch.tensor(state["velocity"])
    p.grad = lr * torch.tensor(dw)
    optimizer.step()
    return p.detach().numpy(), {**state, "velocity": -optimizer.state[p].get("momentum_buffer", p.grad).numpy()}
