"""One weight at a time; the Gaussian by Box and Muller."""

import math

import numpy as np


def he_normal(fan_in, fan_out, rng):
    n = fan_in * fan_out
    radius = np.sqrt(-2.0 * np.log(1.0 - rng.random(n)))
    angle = 2.0 * np.pi * rng.random(n)
    return (radius * np.sin(angle) / math.sqrt(fan_in / 2)).reshape(fan_in, fan_out)


def he_uniform(fan_in, fan_out, rng):
    a = math.sqrt(6) / math.sqrt(fan_in)
    weights = np.empty((fan_in, fan_out))
    for i in range(fan_in):
        for j in range(fan_out):
            weights[i, j] = -a + 2 * a * rng.random()
    return weights
