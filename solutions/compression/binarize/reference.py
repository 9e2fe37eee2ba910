"""Binary weights with one scale for each filter (BWN).

    b = sign(w);    alpha_f = mean |w_f|

w, b: (F, ...), b in {-1, +1}; alpha: (F,). ||w - a b||^2 = ||w||^2 - 2 a <w, b> + n a^2: the signs of w make
<w, b> largest, namely sum |w|, and the derivative in a is 0 at sum |w| / n. Convention: sign(0) = +1.

Source: Rastegari, Ordonez, Redmon, Farhadi, XNOR-Net (ECCV 2016), section 3.1, equations 2 to 6.
"""

import numpy as np


def binarize(w):
    """(alpha, b): the scales and the signs."""
    filters = w.reshape(len(w), -1)
    alpha = np.abs(filters).mean(axis=1)
    b = np.where(w >= 0, 1.0, -1.0)
    return alpha, b
