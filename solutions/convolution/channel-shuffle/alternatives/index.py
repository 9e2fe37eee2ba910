"""The permutation as a list of channel numbers."""

import torch


def channel_shuffle(x, groups):
    size = x.size(1) // groups
    order = [g * size + j for j in range(size) for g in range(groups)]
    return torch.index_select(x, 1, torch.tensor(order))
