import numpy as np


def max_pool_forward(x, pool_param):
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.empty((N, C, 1 + (H - hh) // s, 1 + (W - ww) // s))
    for i, j in np.ndindex(*out.shape[2:]):
        out[:, :, i, j] = x[:, :, i * s : i * s + hh, j * s : j * s + ww].max(axis=(2, 3))
    return out, (x, hh, ww, s)


def max_pool_backward(dout, cache):
    x, hh, ww, s = cache
    N, C, H_out, W_out = dout.shape
    dx = np.zeros((N, C, (H_out - 1) * s + hh, (W_out - 1) * s + ww))  # what the windows cover
    n, c = np.ogrid[:N, :C]
    for i, j in np.ndindex(H_out, W_out):
        window = x[:, :, i * s : i * s + hh, j * s : j * s + ww]
        where = window.reshape(N, C, -1).argmax(axis=2)
        dx[n, c, i * s + where // ww, j * s + where % ww] += dout[:, :, i, j]
    return dx
