import numpy as np


def conv_output_shape(size, kernel, stride=1, padding=0, dilation=1):
    n, k, s, p, d = (np.broadcast_to(a, 2) for a in (size, kernel, stride, padding, dilation))
    room = n + 2 * p - d * (k - 1) - 1
    if (room < 0).any():
        raise ValueError("window larger than the padded input")
    return tuple((room // s + 1).tolist())
