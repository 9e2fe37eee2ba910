import numpy as np


def elu_forward(x, alpha=1.0):
    negative = np.minimum(x, 0)
    return np.maximum(x, 0) + alpha * np.expm1(negative), {"neg": negative, "alpha": alpha, "mask": x > 0}


def elu_backward(dout, cache):
    slope = cache["alpha"] * np.exp(cache["neg"])
    slope[cache["mask"]] = 1
    return slope * dout
