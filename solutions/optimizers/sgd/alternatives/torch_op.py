import torch


def sgd(w, dw, state):
    p = torch.nn.Parameter(torch.tensor(w))
    optimizer = torch.optim.SGD([p], lr=state.get("learning_rate", 1e-2), weight_decay=state.get("weight_decay", 0.0))
    p.grad = torch.tensor(dw)
    optimizer.step()
    return p.detach().numpy(), {**state}
