"""Random left-right flip and random crop after zero padding.

    out_i = padded_i[:, top : top + H, left : left + W], reversed along the width with probability 1/2
    top, left uniform on 0 ... 2 pad

images, out: (N, C, H, W), the same dtype; padded: (N, C, H + 2 pad, W + 2 pad). Every image draws its own top,
left and flip; its channels share them. Flip and crop may change places: the distribution is the same.

Source: He, Zhang, Ren, Sun, Deep Residual Learning (CVPR 2016), section 4.2 (4 pixels on 32x32 images).
"""

import numpy as np


def random_flip_crop(images, pad, rng):
    """A new batch, each image moved by up to `pad` pixels and perhaps mirrored."""
    n, _, h, w = images.shape
    padded = np.pad(images, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.empty_like(images)
    for i in range(n):
        top = rng.integers(0, 2 * pad + 1)  # the upper end is excluded
        left = rng.integers(0, 2 * pad + 1)
        crop = padded[i, :, top : top + h, left : left + w]
        flip = rng.random() < 0.5
        out[i] = crop[:, :, ::-1] if flip else crop
    return out
