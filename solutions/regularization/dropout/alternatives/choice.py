"""The factor itself is drawn; float32 outputs."""

import numpy as np


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        factors = np.array(1.0)
    elif dropout_param["mode"] == "train":
        factors = dropout_param["rng"].choice([0.0, 1 / (1 - p)], size=x.shape, p=[p, 1 - p])
    else:
        raise ValueError(dropout_param["mode"])
    return (x * factors).astype(np.float32), factors


def dropout_backward(dout, cache):
    return np.multiply(dout, cache, dtype=np.float64)
