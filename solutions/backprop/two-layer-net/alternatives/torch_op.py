import torch
import torch.nn.functional as F


def loss(params, X, y, reg):
    p = {k: torch.tensor(v, requires_grad=True) for k, v in params.items()}
    hidden = F.relu(torch.tensor(X) @ p["W1"] + p["b1"])
    value = F.cross_entropy(hidden @ p["W2"] + p["b2"], torch.tensor(y))
    value = value + reg / 2 * (p["W1"].square().sum() + p["W2"].square().sum())
    value.backward()
    return value.item(), {k: v.grad.numpy() for k, v in p.items()}
