import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param.get("stride", 1), conv_param.get("pad", 0)
    n_samples, _, height, width = x.shape
    filters, channels, kh, kw = w.shape
    rows = (height + 2 * pad - kh) // stride + 1
    cols = (width + 2 * pad - kw) // stride + 1
    out = np.zeros((n_samples, filters, rows, cols))
    for n in range(n_samples):
        for f in range(filters):
            for i in range(rows):
                for j in range(cols):
                    total = b[f]
                    for r in range(kh):
                        for q in range(kw):
                            y, z = i * stride + r - pad, j * stride + q - pad
                            if 0 <= y < height and 0 <= z < width:  # outside lie the zeros
                                for c in range(channels):
                                    total += w[f, c, r, q] * x[n, c, y, z]
                    out[n, f, i, j] = total
    return out, None
