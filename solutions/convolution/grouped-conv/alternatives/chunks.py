"""Ordinary convolutions side by side."""

import torch
from torch.nn import functional as F


def grouped_conv2d(x, weight, bias=None, stride=1, padding=0, groups=1):
    xs, ws = x.chunk(groups, dim=1), weight.chunk(groups, dim=0)
    bs = bias.chunk(groups) if bias is not None else [None] * groups
    parts = [F.conv2d(a, w, b, stride=stride, padding=padding) for a, w, b in zip(xs, ws, bs)]
    return torch.cat(parts, dim=1)
