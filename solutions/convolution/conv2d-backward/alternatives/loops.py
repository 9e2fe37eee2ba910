import numpy as np


def conv_backward(dout, cache):
    x, w, _, param = cache
    stride, pad = param["stride"], param["pad"]
    samples, channels, height, width = x.shape
    filters, _, kh, kw = w.shape
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), [0.0] * filters
    for n in range(samples):
        for f in range(filters):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    g = dout[n, f, i, j]
                    db[f] += g
                    for r in range(kh):
                        for q in range(kw):
                            y, z = i * stride + r - pad, j * stride + q - pad
                            if 0 <= y < height and 0 <= z < width:
                                for c in range(channels):
                                    dx[n, c, y, z] += g * w[f, c, r, q]
                                    dw[f, c, r, q] += g * x[n, c, y, z]
    return dx, dw, db
