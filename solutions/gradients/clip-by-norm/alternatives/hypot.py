"""The norm without squaring; plain lists and float32 come back."""

import math

import numpy as np


def clip_by_norm(grads, max_norm):
    total = math.hypot(*(v for g in grads for v in g.ravel()))
    factor = max_norm / max(total, max_norm)
    return [(factor * g).astype(np.float32).tolist() for g in grads], np.float32(total)
