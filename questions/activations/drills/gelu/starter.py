import torch


def gelu(x):
    """The exact GELU, x * Phi(x), elementwise."""
    raise NotImplementedError("gelu: return x times the standard normal distribution function of x")
