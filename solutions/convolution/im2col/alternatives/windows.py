import numpy as np


def im2col(x, kernel, stride=1, pad=0):
    xp = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    w = np.lib.stride_tricks.sliding_window_view(xp, kernel, axis=(2, 3))[:, :, ::stride, ::stride]
    n, c, ho, wo, hh, ww = w.shape
    return w.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * hh * ww, ho * wo)


def col2im(cols, x_shape, kernel, stride=1, pad=0):
    """Each cell collects: bincount over the flat addresses that im2col reads."""
    n, c, h, w = x_shape
    cells = n * c * h * w
    address = im2col(np.arange(1.0, cells + 1).reshape(x_shape), kernel, stride, pad).astype(int)
    return np.bincount(address.ravel(), cols.ravel(), minlength=cells + 1)[1:].reshape(x_shape)  # 0 is padding
