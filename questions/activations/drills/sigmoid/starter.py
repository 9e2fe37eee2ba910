import numpy as np


def sigmoid(x):
    """1 / (1 + exp(-x)), elementwise; same shape as `x`, stable for large inputs of either sign."""
    raise NotImplementedError("sigmoid: return 1 / (1 + exp(-x)) without letting exp overflow")


def sigmoid_backward(dout, out):
    """Gradient with respect to x, from the gradient `dout` and the output `out` of sigmoid."""
    raise NotImplementedError("sigmoid_backward: multiply dout by the slope, which follows from out alone")
