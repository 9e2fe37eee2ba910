"""The mask itself as the cache."""

import numpy as np


def relu_forward(x):
    mask = x > 0
    return x * mask, {"mask": mask, "shape": x.shape}


def relu_backward(dout, cache):
    dx = np.zeros(cache["shape"])
    dx[cache["mask"]] = dout[cache["mask"]]
    return dx
