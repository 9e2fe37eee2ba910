import torch


def choose_qparams(x):
    """(scale, zero_point) that map the range of x, widened to contain 0, onto -128 … 127."""
    raise NotImplementedError("choose_qparams: return the scale (a float) and the zero point (an int)")


def quantize(x, scale, zero_point):
    """The int8 codes of a float32 tensor."""
    raise NotImplementedError("quantize: divide, round, shift, clamp, cast")


def dequantize(q, scale, zero_point):
    """The float32 values that int8 codes stand for."""
    raise NotImplementedError("dequantize: undo quantize, without overflow")
