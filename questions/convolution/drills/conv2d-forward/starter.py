import numpy as np


def conv_forward(x, w, b, conv_param):
    """x (N, C, H, W), w (F, C, HH, WW), b (F,), conv_param {'stride', 'pad'} -> (out (N, F, H_out, W_out), cache)."""
    raise NotImplementedError("conv_forward: slide the filters w over the zero-padded x, add b, return (out, cache)")
