import numpy as np


def sample(space, n, rng):
    """A list of `n` dicts: one random value for every parameter of `space`, drawn from `rng`."""
    raise NotImplementedError("sample: draw n trials, each a dict with a value for every parameter of the space")
