import numpy as np


def cd1(v0, W, b, c, rng):
    """The CD-1 directions {"W": (D, H), "b": (D,), "c": (H,)} for a batch v0 (N, D)."""
    raise NotImplementedError("cd1: up to h0, down to v1, up to ph1; the data's statistics minus the reconstruction's")
