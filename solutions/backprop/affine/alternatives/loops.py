import numpy as np


def affine_forward(x, w, b):
    out = []
    for sample in x:
        values = sample.flatten()
        out.append([sum(v * w[i, j] for i, v in enumerate(values)) + b[j] for j in range(len(b))])
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), [0.0] * len(b)
    for n in range(len(x)):
        flat = dx[n].reshape(-1)
        for j in range(len(b)):
            db[j] += dout[n, j]
            flat += dout[n, j] * w[:, j]
            dw[:, j] += dout[n, j] * x[n].ravel()
        dx[n] = flat.reshape(dx[n].shape)
    return dx, dw, db
