import numpy as np


def conv_backward(dout, cache):
    """Gradients (dx, dw, db) of a convolution; cache is (x, w, b, conv_param) of its forward pass.

    x: (N, C, H, W), w: (F, C, HH, WW), b: (F,), dout: (N, F, H_out, W_out); conv_param has 'stride' and 'pad'.
    """
    raise NotImplementedError("conv_backward: send dout back through every window; return (dx, dw, db)")
