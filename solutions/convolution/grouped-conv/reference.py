"""Grouped convolution by patches and a matrix product for each group.

    out[n, f, i, j] = bias[f] + sum_crq weight[f, c, r, q] xp[n, g C/G + c, i stride + r, j stride + q]

x: (N, C, H, W), weight: (F, C/G, HH, WW), bias: (F,), out: (N, F, H_out, W_out), g = f // (F/G) the group of filter f,
xp: x padded with zeros. Convention: groups are contiguous blocks of channels; the kernel isn't flipped.

Source: Krizhevsky, Sutskever, Hinton, ImageNet Classification with Deep CNNs (NIPS 2012), section 3.5 (two
groups); Xie et al., Aggregated Residual Transformations (CVPR 2017), section 3.3, fig. 3c.
"""

import torch
import torch.nn.functional as F


def grouped_conv2d(x, weight, bias=None, stride=1, padding=0, groups=1):
    """What F.conv2d returns for the same arguments."""
    N, _, H, W = x.shape
    out_channels, _, HH, WW = weight.shape
    H_out = (H + 2 * padding - HH) // stride + 1
    W_out = (W + 2 * padding - WW) // stride + 1
    patches = F.unfold(x, (HH, WW), padding=padding, stride=stride)  # (N, C HH WW, L)
    patches = patches.reshape(N, groups, -1, H_out * W_out)
    kernels = weight.reshape(groups, out_channels // groups, -1)
    out = torch.einsum("gok,ngkl->ngol", kernels, patches)
    out = out.reshape(N, out_channels, H_out, W_out)
    if bias is not None:
        out = out + bias[:, None, None]
    return out
