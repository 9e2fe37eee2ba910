"""A match on the kind; the choice by a permutation; NumPy scalars come back."""

import numpy as np


def one(spec, rng):
    match spec:
        case ("uniform", low, high):
            return np.float64(high - (high - low) * rng.random())
        case ("log", low, high):
            return np.geomspace(1, high / low, 3)[1] ** (2 * rng.random()) * low
        case ("int", low, high):
            return rng.permutation(np.arange(low, high + 1))[0]
        case ("choice", options):
            return options[int(rng.permutation(len(options))[0])]
    raise ValueError(f"{spec[0]} is not a kind")


def sample(space, n, rng):
    trials = [dict() for _ in range(n)]
    for name in space:
        for trial in trials:
            trial[name] = one(space[name], rng)
    return trials
