import numpy as np


def xavier_uniform(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out), uniform between -a and a, drawn from `rng`."""
    raise NotImplementedError("xavier_uniform: find the bound from fan_in and fan_out, then draw with rng")


def xavier_normal(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out), Gaussian, drawn from `rng`."""
    raise NotImplementedError("xavier_normal: find the standard deviation and draw the weights with rng")
