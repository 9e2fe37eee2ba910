"""Affine int8 quantization, one scale and zero point for the tensor.

    scale = (hi - lo) / 255,    zero_point = round(-128 - lo / scale),    [lo, hi] contains 0
    q = clamp(round(x / scale) + zero_point, -128, 127),    x' = (q - zero_point) scale

x, x': float32, q: int8, of one shape. Convention: asymmetric, full range -128 ... 127, zero point an integer, so that
0.0 is represented exactly.

Source: Jacob et al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference
(CVPR 2018), section 2.1, eq. 1, and section 3.
"""

import torch


def choose_qparams(x):
    """Scale and zero point for the range of x."""
    lo = min(x.min().item(), 0.0)
    hi = max(x.max().item(), 0.0)
    if lo == hi:
        return 1.0, 0
    scale = (hi - lo) / 255
    zero_point = round(-128 - lo / scale)
    return scale, zero_point


def quantize(x, scale, zero_point):
    """int8 codes."""
    steps = torch.round(x / scale)
    codes = steps + zero_point
    return codes.clamp(-128, 127).to(torch.int8)


def dequantize(q, scale, zero_point):
    """float32 values."""
    steps = q.to(torch.float32) - zero_point
    return steps * scale
