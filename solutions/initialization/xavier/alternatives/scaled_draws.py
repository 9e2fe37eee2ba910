"""Standard draws, scaled afterwards; the layer drawn as (fan_out, fan_in) and transposed."""

import numpy as np


def xavier_uniform(fan_in, fan_out, rng):
    std = (2.0 / (fan_in + fan_out)) ** 0.5
    w = rng.random((fan_out, fan_in))
    w -= 0.5
    w *= np.sqrt(12.0) * std
    return w.T


def xavier_normal(fan_in, fan_out, rng):
    return rng.standard_normal((fan_out, fan_in)).T / np.sqrt((fan_in + fan_out) / 2.0)
