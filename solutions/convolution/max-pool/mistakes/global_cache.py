import numpy as np

last = {}


def max_pool_forward(x, pool_param):
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.empty((N, C, 1 + (H - hh) // s, 1 + (W - ww) // s))
    for i, j in np.ndindex(*out.shape[2:]):
        out[:, :, i, j] = x[:, :, i * s : i * s + hh, j * s : j * s + ww].max(axis=(2, 3))
    last.update(x=x, window=(hh, ww, s))
    return out, None


def max_pool_backward(dout, cache):
    x, (hh, ww, s) = last["x"], last["window"]
    dx = np.zeros_like(x)
    n, c = np.ogrid[: x.shape[0], : x.shape[1]]
    for i, j in np.ndindex(*dout.shape[2:]):
        window = x[:, :, i * s : i * s + hh, j * s : j * s + ww]
        where = window.reshape(*x.shape[:2], -1).argmax(axis=2)
        dx[n, c, i * s + where // ww, j * s + where % ww] += dout[:, :, i, j]
    return dx
