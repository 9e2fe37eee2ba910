import numpy as np


def entropy(p):
    """H(p) in nats, summed over the last axis."""
    raise NotImplementedError("entropy: return -sum p ln p over the last axis, with 0 ln 0 = 0")


def cross_entropy(p, q):
    """H(p, q) in nats, summed over the last axis; p is the true distribution."""
    raise NotImplementedError("cross_entropy: return -sum p ln q over the last axis")


def kl_divergence(p, q):
    """KL(p || q) in nats, summed over the last axis; p is the true distribution."""
    raise NotImplementedError("kl_divergence: return sum p ln(p / q) over the last axis")
