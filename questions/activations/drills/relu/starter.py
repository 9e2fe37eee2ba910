import numpy as np


def relu_forward(x):
    """max(x, 0), elementwise, and a cache for the backward pass."""
    raise NotImplementedError("relu_forward: return (out, cache)")


def relu_backward(dout, cache):
    """Gradient with respect to x, from the gradient `dout` with respect to the output."""
    raise NotImplementedError("relu_backward: let dout through where x was positive")
