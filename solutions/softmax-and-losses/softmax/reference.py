"""Softmax with the max shift.

    p_i = exp(x_i - m) / sum_j exp(x_j - m),    m = max_j x_j

x: (..., C, ...) scores, p: same shape, sums to one along `axis`. Shifting by m changes nothing
(numerator and denominator share the factor exp(-m)) and keeps every exponent at or below 0.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 4.1.
"""

import numpy as np


def softmax(x, axis=-1):
    """Probabilities along `axis`."""
    shifted = x - x.max(axis=axis, keepdims=True)  # exponents <= 0: exp can't overflow
    e = np.exp(shifted)
    return e / e.sum(axis=axis, keepdims=True)
