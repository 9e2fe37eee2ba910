import numpy as np


def im2col(x, kernel, stride=1, pad=0):
    """Every window of x (N, C, H, W), zero-padded, as a column: (N, C*HH*WW, H_out*W_out)."""
    raise NotImplementedError("im2col: lay out every HH×WW window of the padded x as a column")


def col2im(cols, x_shape, kernel, stride=1, pad=0):
    """The columns added back to where im2col took them from: an array of shape x_shape."""
    raise NotImplementedError("col2im: add every column back into its window; overlaps are summed")
