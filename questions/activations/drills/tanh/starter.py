import numpy as np


def tanh(x):
    """Hyperbolic tangent, elementwise; same shape as `x`, built from exp, stable for large inputs of either sign."""
    raise NotImplementedError("tanh: build it from np.exp so that no exponent gets large")


def tanh_backward(dout, out):
    """Gradient with respect to x, from the gradient `dout` and the output `out` of tanh."""
    raise NotImplementedError("tanh_backward: multiply dout by the slope, which follows from out alone")
