"""torch's momentum buffer is the velocity divided by minus the current learning rate."""

import torch


def nesterov(w, dw, state):
    lr, mu = state.get("learning_rate", 1e-2), state.get("momentum", 0.9)
    p = torch.nn.Parameter(torch.tensor(w))
    optimizer = torch.optim.SGD([p], lr=lr, momentum=mu, nesterov=True)
    if "velocity" in state:
        optimizer.state[p]["momentum_buffer"] = torch.tensor(state["velocity"]) / -lr
    p.grad = torch.tensor(dw)
    optimizer.step()
    return p.detach().numpy(), {**state, "velocity": -lr * optimizer.state[p]["momentum_buffer"].numpy()}
