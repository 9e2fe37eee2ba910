import numpy as np


def places(shape, kernel, stride, pad):
    """(row of the matrix, column, channel, y, x) of every entry that lies inside the image."""
    _, channels, height, width = shape
    kh, kw = kernel
    across = (width + 2 * pad - kw) // stride + 1
    down = (height + 2 * pad - kh) // stride + 1
    for c in range(channels):
        for r in range(kh):
            for q in range(kw):
                for i in range(down):
                    for j in range(across):
                        y, x = i * stride + r - pad, j * stride + q - pad
                        if 0 <= y < height and 0 <= x < width:
                            yield (c * kh + r) * kw + q, i * across + j, c, y, x


def im2col(x, kernel, stride=1, pad=0):
    n, c, h, w = x.shape
    positions = ((h + 2 * pad - kernel[0]) // stride + 1) * ((w + 2 * pad - kernel[1]) // stride + 1)
    cols = np.zeros((n, c * kernel[0] * kernel[1], positions))
    for k, l, ch, y, z in places(x.shape, kernel, stride, pad):
        cols[:, k, l] = x[:, ch, y, z]
    return cols


def col2im(cols, x_shape, kernel, stride=1, pad=0):
    x = np.zeros(x_shape)
    for k, l, ch, y, z in places(x_shape, kernel, stride, pad):
        x[:, ch, y, z] += cols[:, k, l]
    return x
