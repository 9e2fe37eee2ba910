"""The gradient written by hand."""

import torch


class Gelu(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        cdf = torch.erfc(-x * 0.5**0.5) / 2
        ctx.save_for_backward(x, cdf)
        return x * cdf

    @staticmethod
    def backward(ctx, dout):
        x, cdf = ctx.saved_tensors
        density = torch.exp(-x * x / 2) / (2 * torch.pi) ** 0.5
        return dout * (cdf + x * density)


def gelu(x):
    return Gelu.apply(x)
