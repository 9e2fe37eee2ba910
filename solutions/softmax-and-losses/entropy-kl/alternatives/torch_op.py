import torch


def cross_entropy(p, q):
    return -torch.xlogy(torch.tensor(p), torch.tensor(q)).sum(-1).numpy()


def entropy(p):
    return torch.special.entr(torch.tensor(p)).sum(-1).numpy()


def kl_divergence(p, q):
    return cross_entropy(p, q) - entropy(p)
