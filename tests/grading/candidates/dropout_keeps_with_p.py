# drill: dropout
# named: p-taken-as-keep-probability
import numpy as np
def dropout_forward(x, dropout_param):
    p, mode = dropout_param["p"], dropout_param["mode"]
    if mode not in ("train", "test"): raise ValueError(mode)
    if mode == "test":
        return x.copy(), (dropout_param, None)
    mask = dropout_param["rng"].random(x.shape) < p          # keeps with p
    return x * mask / p, (dropout_param, mask)
def dropout_backward(dout, cache):
    dropout_param, mask = cache
    return dout * mask / dropout_param["p"] if dropout_param["mode"] == "train" else dout.copy()
