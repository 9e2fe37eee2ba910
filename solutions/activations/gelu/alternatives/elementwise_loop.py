"""One element at a time, put together again with stack."""

import torch


def gelu(x):
    if x.numel() == 0:
        return x.clone()
    parts = [v * torch.special.ndtr(v) for v in x.reshape(-1)]
    return torch.stack(parts).reshape(x.shape)
