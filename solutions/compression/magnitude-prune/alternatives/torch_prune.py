"""As torch.nn.utils.prune does it: topk of the smallest magnitudes."""

import torch


def prune(w, sparsity):
    t = torch.tensor(w)
    mask = torch.ones(t.numel(), dtype=torch.bool)
    k = round(sparsity * t.numel())
    if k:
        mask[torch.topk(t.abs().view(-1), k=k, largest=False).indices] = False
    mask = mask.view(t.shape)
    return torch.where(mask, t, 0.0).numpy(), mask.numpy()
