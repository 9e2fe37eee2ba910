"""Standard draws, scaled afterwards; the layer drawn as (fan_out, fan_in) and transposed."""

import numpy as np


def he_normal(fan_in, fan_out, rng):
    return rng.standard_normal((fan_out, fan_in)).T * np.sqrt(2.0 / fan_in)


def he_uniform(fan_in, fan_out, rng):
    w = 2 * rng.random((fan_out, fan_in)) - 1
    return (w * (6.0 / fan_in) ** 0.5).T
