def receptive_field(layers):
    """Side length of the receptive field, in input pixels; layers are (kernel, stride[, dilation])."""
    raise NotImplementedError("receptive_field: how many input pixels wide is what one output unit sees?")
