# drill: affine
# named: db-averaged
import numpy as np


def affine_forward(x, w, b):
    flat = x.reshape(x.shape[0], -1)
    return flat.dot(w) + b, [x, w, b]


def affine_backward(dout, cache):
    x, w, b = cache
    flat = np.reshape(x, (len(x), -1))
    dx = np.matmul(dout, w.T).reshape(x.shape)
    return dx, np.matmul(flat.T, dout), np.mean(dout, axis=0)
