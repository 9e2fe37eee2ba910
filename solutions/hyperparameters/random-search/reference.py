"""Random search: independent draws from a space of hyperparameters.

    uniform: v ~ U(low, high)          log: v = exp(u), u ~ U(ln low, ln high)
    int: uniform on {low, ..., high}   choice: each option with probability 1 / (number of options)

space: {name: specification}, result: n dicts {name: value}. Conventions: both ends of "int" are included; a log-uniform
value doesn't depend on the base of the logarithm. Unlike a grid, n trials test n values of every parameter.

Source: Bergstra, Bengio, Random Search for Hyper-Parameter Optimization (JMLR 2012), sections 1 and 2.
"""

import numpy as np


def draw(kind, args, rng):
    """One value."""
    if kind == "choice":
        options = args[0]
        return options[rng.integers(len(options))]
    low, high = args
    if kind == "uniform":
        return rng.uniform(low, high)
    if kind == "log":
        u = rng.uniform(np.log(low), np.log(high))
        return np.exp(u)
    if kind == "int":
        return rng.integers(low, high + 1)
    raise ValueError(f"unknown kind {kind!r}")


def sample(space, n, rng):
    """n trials."""
    trials = []
    for _ in range(n):
        trials.append({name: draw(kind, args, rng) for name, (kind, *args) in space.items()})
    return trials
