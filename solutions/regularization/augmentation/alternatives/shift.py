"""Flips first, then moves each image by -pad … pad without making a padded copy."""

import numpy as np


def random_flip_crop(images, pad, rng):
    out = np.zeros(images.shape, images.dtype)
    h, w = images.shape[2:]
    for image, target in zip(images, out):
        if rng.choice([True, False]):
            image = np.flip(image, axis=2)
        dy, dx = (int(rng.choice(range(-pad, pad + 1))) for _ in range(2))
        target[:, max(0, -dy) : min(h, h - dy), max(0, -dx) : min(w, w - dx)] = image[
            :, max(0, dy) : min(h, h + dy), max(0, dx) : min(w, w + dx)
        ]
    return out
