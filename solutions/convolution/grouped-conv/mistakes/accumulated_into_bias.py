import torch
import torch.nn.functional as F


def grouped_conv2d(x, weight, bias=None, stride=1, padding=0, groups=1):
    xp = F.pad(x, (padding, padding, padding, padding))
    n, _, h, w = xp.shape
    f, cg, hh, ww = weight.shape
    if bias is None:
        bias = x.new_zeros(f)
    out = x.new_zeros(n, f, (h - hh) // stride + 1, (w - ww) // stride + 1)
    for k in range(f):
        start = k // (f // groups) * cg
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                window = xp[:, start : start + cg, i * stride : i * stride + hh, j * stride : j * stride + ww]
                for m in range(n):
                    total = bias[k]
                    total += (window[m] * weight[k]).sum()
                    out[m, k, i, j] = total
    return out
