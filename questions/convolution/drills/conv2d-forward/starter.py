import numpy as np


def conv_forward(x, w, b, conv_param):
    """Slide the F filters w over x, zero-padded; conv_param has 'stride' and 'pad'.

    x: (N, C, H, W), w: (F, C, HH, WW), b: (F,). Returns (out, cache), out: (N, F, H_out, W_out).
    """
    raise NotImplementedError("conv_forward: slide the filters over padded x, add b; return (out, cache)")
