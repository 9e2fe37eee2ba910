"""In int32, half-away-from-zero rounding by floor."""

import torch


def choose_qparams(x):
    lo, hi = float(x.min()), float(x.max())
    if lo > 0:
        lo = 0.0
    if hi < 0:
        hi = 0.0
    scale = (hi - lo) / (2**8 - 1) or 1.0
    zero_point = int(torch.clamp(torch.floor(torch.tensor(-128 - lo / scale, dtype=torch.float64) + 0.5), -128, 127))
    return scale, zero_point if hi > lo else 0


def quantize(x, scale, zero_point):
    q = torch.floor(x.double() / scale + 0.5).clamp(-1000, 1000).to(torch.int32) + zero_point
    return torch.where(q > 127, 127, torch.where(q < -128, -128, q)).to(torch.int8)


def dequantize(q, scale, zero_point):
    return ((q.to(torch.int32) - zero_point) * scale).float()
