import torch
from torch.nn import functional as F


def bce_with_logits(x, y, pos_weight=None):
    losses = y * F.softplus(-x) * (1 if pos_weight is None else pos_weight.expand_as(x)) + (1 - y) * F.softplus(x)
    return torch.mean(losses)
