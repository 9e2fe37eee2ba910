# drill: max-pool
# named: ties-all-get-it
import numpy as np


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    Ho, Wo = (H - ph) // s + 1, (W - pw) // s + 1
    out = np.empty((N, C, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            out[..., i, j] = x[..., i * s : i * s + ph, j * s : j * s + pw].max(axis=(-2, -1))
    return out, (x, dict(pool_param))


def max_pool_backward(dout, cache):
    x, q = cache
    ph, pw, s = q["pool_height"], q["pool_width"], q["stride"]
    dx = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            win = x[..., i * s : i * s + ph, j * s : j * s + pw]
            mask = win == win.max(axis=(-2, -1), keepdims=True)
            dx[..., i * s : i * s + ph, j * s : j * s + pw] += mask * dout[..., i, j][..., None, None]
    return dx
