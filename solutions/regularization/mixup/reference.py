"""Mixup: convex combinations of pairs of samples and of their targets.

    x~[n] = lam x[n] + (1 - lam) x[perm[n]],    y~[n] = lam y[n] + (1 - lam) y[perm[n]],    lam ~ Beta(alpha, alpha)

x, x~: (N, ...), y, y~: (N, K). Convention: one lam and one permutation for the batch, shared by x and y; alpha = 0
means lam = 1. For one-hot y, the cross-entropy with y~ is lam CE(y) + (1 - lam) CE(y[perm]).

Source: Zhang, Cisse, Dauphin, Lopez-Paz, mixup: Beyond Empirical Risk Minimization (ICLR 2018), section 2, fig. 1a.
"""

import torch


def mixup(x, y, alpha):
    """(x_mixed, y_mixed), new tensors of the shapes and dtypes of x and y."""
    lam = 1.0
    if alpha > 0:
        lam = torch.distributions.Beta(alpha, alpha).sample().item()  # a float: no dtype changes
    perm = torch.randperm(len(x))
    x_mixed = lam * x + (1 - lam) * x[perm]
    y_mixed = lam * y + (1 - lam) * y[perm]
    return x_mixed, y_mixed
