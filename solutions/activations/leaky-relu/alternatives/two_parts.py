import numpy as np


def leaky_relu_forward(x, slope=0.01):
    return np.maximum(x, 0) + slope * np.minimum(x, 0), {"positive": x > 0, "slope": slope}


def leaky_relu_backward(dout, cache):
    dx = dout.copy()
    dx[~cache["positive"]] *= cache["slope"]
    return dx
