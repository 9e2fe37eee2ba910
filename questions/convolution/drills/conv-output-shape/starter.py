def conv_output_shape(size, kernel, stride=1, padding=0, dilation=1):
    """(H_out, W_out) of a 2-d convolution; every argument is an int or a pair (height, width)."""
    raise NotImplementedError("conv_output_shape: return (H_out, W_out), ValueError if a window doesn't fit")
