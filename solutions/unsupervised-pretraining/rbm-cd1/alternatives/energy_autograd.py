"""torch: the difference of two free energies, differentiated with the reconstruction held fixed."""

import numpy as np
import torch


def free_energy(v, W, b, c):
    return -(v @ b) - torch.nn.functional.softplus(v @ W + c).sum(dim=1)


def cd1(v0, W, b, c, rng):
    W, b, c = (torch.tensor(p, requires_grad=True) for p in (W, b, c))
    v = torch.tensor(v0)
    with torch.no_grad():
        p = torch.sigmoid(v @ W + c)
        h = torch.tensor(rng.uniform(size=tuple(p.shape))) <= p
        v1 = torch.sigmoid(h.double() @ W.T + b)
    loss = (free_energy(v1, W, b, c) - free_energy(v, W, b, c)).mean()
    loss.backward()
    return {name: np.array(p.grad) for name, p in (("W", W), ("b", b), ("c", c))}
