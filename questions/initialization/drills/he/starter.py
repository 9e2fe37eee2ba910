import numpy as np


def he_normal(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out), Gaussian, drawn from `rng`."""
    raise NotImplementedError("he_normal: find the standard deviation and draw the weights with rng")


def he_uniform(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out), uniform between -a and a, drawn from `rng`."""
    raise NotImplementedError("he_uniform: find the bound from the variance, then draw with rng")
