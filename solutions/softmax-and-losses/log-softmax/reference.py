"""Log-softmax with the max shift.

    log p_i = (x_i - m) - log sum_j exp(x_j - m),    m = max_j x_j

x: (..., C, ...) scores, log p: same shape, exp(log p) sums to one along `axis`. Convention: natural logarithm. The
sum lies between 1 and C, so its log is harmless; p itself, which underflows to 0 at a gap of about 745, never occurs.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 4.1 and section 6.2.2.3, eq. 6.30.
"""

import numpy as np


def log_softmax(x, axis=-1):
    """Log-probabilities along `axis`."""
    shifted = x - x.max(axis=axis, keepdims=True)  # exponents <= 0: exp can't overflow
    total = np.exp(shifted).sum(axis=axis, keepdims=True)
    log_p = shifted - np.log(total)
    return log_p
