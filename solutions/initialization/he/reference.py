"""He (Kaiming) initialization, normal and uniform.

    Var[W] = 2 / fan_in
    normal:  W ~ N(0, s^2), s = sqrt(2 / fan_in)
    uniform: W ~ U(-a, a),  a = sqrt(6 / fan_in)      since Var[U(-a, a)] = a^2 / 3

W: (fan_in, fan_out), used as x @ W (torch stores the transpose). The factor 2 makes up for the ReLU before the layer,
which halves the mean square of a symmetric signal. Convention: fan_in, which keeps the forward signal; not truncated.

Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers (ICCV 2015), section 2.2, equation 10.
"""

import numpy as np


def he_normal(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out), Gaussian with standard deviation s."""
    s = np.sqrt(2 / fan_in)
    return rng.normal(0, s, size=(fan_in, fan_out))


def he_uniform(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out), flat between -a and a."""
    a = np.sqrt(6 / fan_in)
    return rng.uniform(-a, a, size=(fan_in, fan_out))
