"""Clipping of gradients by value.

    g <- min(max(g, -limit), limit)      every entry by itself

grads: list of arrays of any shapes. The direction of the whole gradient changes, and its norm may still be as large as
limit sqrt(n); clipping by norm keeps the direction.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 10.11.1 (after Mikolov, 2012).
"""

import numpy as np


def clip_by_value(grads, limit):
    """The gradients, every entry between -limit and limit."""
    clipped = []
    for g in grads:
        g = np.maximum(g, -limit)
        g = np.minimum(g, limit)
        clipped.append(g)
    return clipped
