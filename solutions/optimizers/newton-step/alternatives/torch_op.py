import torch


def newton_step(x, grad, hess, damping=0.0):
    a = torch.tensor(hess) + damping * torch.eye(len(x), dtype=torch.float64)
    return x - torch.linalg.solve(a, torch.tensor(grad)).numpy()
