"""All images at once by index arrays; the flip turns the columns' indices round."""

import numpy as np


def random_flip_crop(images, pad, rng):
    n, c, h, w = images.shape
    big = np.zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=images.dtype)
    big[:, :, pad : pad + h, pad : pad + w] = images
    shift = rng.integers(2 * pad, size=(n, 2), endpoint=True)
    rows = shift[:, :1] + np.arange(h)
    columns = shift[:, 1:] + np.arange(w)
    coin = rng.integers(2, size=n).astype(bool)
    columns[coin] = columns[coin, ::-1]
    return big[
        np.arange(n)[:, None, None, None],
        np.arange(c)[:, None, None],
        rows[:, None, :, None],
        columns[:, None, None, :],
    ]
