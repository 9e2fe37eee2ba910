"""Xavier (Glorot) initialization, uniform and normal.

    Var[W] = 2 / (fan_in + fan_out)
    uniform: W ~ U(-a, a),  a = sqrt(6 / (fan_in + fan_out))      since Var[U(-a, a)] = a^2 / 3
    normal:  W ~ N(0, s^2), s = sqrt(2 / (fan_in + fan_out))

W: (fan_in, fan_out), used as x @ W (torch stores the transpose). The variance is the compromise between
1 / fan_in, which keeps the activations' variance, and 1 / fan_out, which keeps the gradients'. Convention:
gain 1, not truncated.

Source: Glorot, Bengio, Understanding the difficulty of training deep feedforward neural networks
(AISTATS 2010), section 4.2.1, equations 12 and 16.
"""

import numpy as np


def xavier_uniform(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out), flat between -a and a."""
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-a, a, size=(fan_in, fan_out))


def xavier_normal(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out), Gaussian with standard deviation s."""
    s = np.sqrt(2 / (fan_in + fan_out))
    return rng.normal(0, s, size=(fan_in, fan_out))
