"""Max pooling, forward and backward, one output position at a time.

    out[n, c, i, j] = max_{r < hh, q < ww} x[n, c, i s + r, j s + q]
    dx[n, c, i s + r*, j s + q*] += dout[n, c, i, j],    (r*, q*) the first maximum, row by row

x: (N, C, H, W), out, dout: (N, C, H_out, W_out); H_out = 1 + floor((H - hh) / s), W_out alike. Convention:
a tie goes to the first maximum alone (argmax, as in PyTorch); no padding; leftover rows are ignored.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.3 (pooling) and section 6.3 (the
derivative of a max at a tie: one-sided); PyTorch's documentation of torch.nn.MaxPool2d.
"""

import numpy as np


def max_pool_forward(x, pool_param):
    """(out, cache) for pool_param {'pool_height', 'pool_width', 'stride'}."""
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.empty((N, C, 1 + (H - hh) // s, 1 + (W - ww) // s))
    for i, j in np.ndindex(*out.shape[2:]):
        out[:, :, i, j] = x[:, :, i * s : i * s + hh, j * s : j * s + ww].max(axis=(2, 3))
    return out, (x, hh, ww, s)


def max_pool_backward(dout, cache):
    """The gradient of x."""
    x, height, width, step = cache
    dx = np.zeros_like(x)
    n, c = np.ogrid[: x.shape[0], : x.shape[1]]
    for i, j in np.ndindex(*dout.shape[2:]):
        top, left = i * step, j * step
        window = x[:, :, top : top + height, left : left + width]
        where = window.reshape(*x.shape[:2], -1).argmax(axis=2)  # (N, C), the first of equals
        dx[n, c, top + where // width, left + where % width] += dout[:, :, i, j]
    return dx
