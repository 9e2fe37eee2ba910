import numpy as np


def max_pool_forward(x, pool_param):
    """(out, cache): the maximum of every window of x (N, C, H, W), each channel by itself."""
    raise NotImplementedError("max_pool_forward: take the maximum of every window; return (out, cache)")


def max_pool_backward(dout, cache):
    """dx, of the shape of x: each dout goes to the cell that gave the maximum."""
    raise NotImplementedError("max_pool_backward: send each dout to where its maximum came from; return dx")
