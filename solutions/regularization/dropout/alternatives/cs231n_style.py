import numpy as np


def dropout_forward(x, dropout_param):
    keep, mode = 1 - dropout_param["p"], dropout_param["mode"]
    mask = None
    if mode == "train":
        mask = dropout_param["rng"].binomial(1, keep, size=x.shape).astype(bool)
        out = np.where(mask, x, 0.0) / keep
    elif mode == "test":
        out = x
    else:
        raise ValueError("mode")
    return out, (dropout_param, mask)


def dropout_backward(dout, cache):
    dropout_param, mask = cache
    if dropout_param["mode"] == "test":
        return dout
    return dout * mask / (1 - dropout_param["p"])
