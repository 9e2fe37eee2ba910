import torch


def binarize(w):
    t = torch.tensor(w)
    n = t[0].numel()
    b = torch.ones_like(t)
    b[t < 0] = -1
    return (t.flatten(1).norm(p=1, dim=1) / n).numpy(), b.numpy()
