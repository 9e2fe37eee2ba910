"""The targets as a matrix."""

import torch
import torch.nn.functional as F


def smooth_cross_entropy(logits, y, eps):
    n, c = logits.shape
    q = torch.full_like(logits, eps / c)
    q.scatter_add_(1, y.unsqueeze(1), torch.full((n, 1), 1.0 - eps, dtype=logits.dtype))
    return -(q * F.log_softmax(logits, dim=-1)).sum(dim=-1).mean()
