import numpy as np


def dropout_forward(x, dropout_param):
    """x with some elements dropped ('train') or as it is ('test'), and a cache for the backward pass."""
    raise NotImplementedError("dropout_forward: draw a mask with dropout_param['rng'] and return (out, cache)")


def dropout_backward(dout, cache):
    """The gradient with respect to x; same shape as `dout`."""
    raise NotImplementedError("dropout_backward: send dout through the mask that the forward pass has used")
