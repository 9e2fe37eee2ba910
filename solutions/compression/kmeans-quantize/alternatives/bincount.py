"""Midpoints and bincount instead of a distance table."""

import numpy as np


def quantize(w, bits):
    k = 1 << bits
    x = w.flatten()
    lo, hi = x.min(), x.max()
    c = lo + (hi - lo) * np.arange(k) / (k - 1)
    old = np.full(x.shape, -1)
    while True:
        codes = np.searchsorted((c[1:] + c[:-1]) / 2, x)
        if (codes == old).all():
            return c, codes.reshape(w.shape).astype(np.uint8)
        n = np.bincount(codes, minlength=k)
        s = np.bincount(codes, weights=x, minlength=k)
        c = np.where(n > 0, s / np.maximum(n, 1), c)
        old = codes
