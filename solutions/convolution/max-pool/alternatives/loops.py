import numpy as np


def max_pool_forward(x, pool_param):
    ph, pw, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    n, c, h, w = x.shape
    out = np.zeros((n, c, (h - ph) // s + 1, (w - pw) // s + 1))
    winners = {}
    for index in np.ndindex(out.shape):
        a, b, i, j = index
        best, place = -float("inf"), None
        for y in range(i * s, i * s + ph):
            for z in range(j * s, j * s + pw):
                if x[a, b, y, z] > best:
                    best, place = x[a, b, y, z], (a, b, y, z)
        out[index], winners[index] = best, place
    return out, (winners, x.shape)


def max_pool_backward(dout, cache):
    winners, shape = cache
    dx = np.zeros(shape)
    for index, place in winners.items():
        dx[place] += dout[index]
    return dx
