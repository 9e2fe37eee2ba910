"""torch.lerp from the partner to the sample; λ from two gamma variates."""

import random

import torch


def mixup(x, y, alpha):
    if not alpha:
        return x.clone(), y.clone()
    a, b = random.gammavariate(alpha, 1), random.gammavariate(alpha, 1)
    lam = a / (a + b) if a + b else float(random.random() < 0.5)
    order = torch.rand(len(x)).argsort()
    return [torch.lerp(t[order], t, lam) for t in (x, y)]
