"""The exact Gaussian error linear unit.

    gelu(x) = x Phi(x),    Phi(x) = (1 + erf(x / sqrt(2))) / 2
    gelu'(x) = Phi(x) + x phi(x),    phi(x) = exp(-x^2 / 2) / sqrt(2 pi)

x: any shape, any floating-point dtype; the result has both. Convention: Phi exact (torch's approximate="none"),
not the tanh form of GPT-2; autograd finds the gradient.

Source: Hendrycks, Gimpel, Gaussian Error Linear Units (arXiv:1606.08415), section 2.
"""

import math

import torch


def gelu(x):
    """x times the probability that a standard normal number is below x."""
    z = x / math.sqrt(2.0)
    below = 0.5 * (1.0 + torch.erf(z))
    return x * below
