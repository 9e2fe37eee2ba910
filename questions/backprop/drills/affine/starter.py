import numpy as np


def affine_forward(x, w, b):
    """(out, cache): each sample of x (N, d1, ..., dk), flattened, times w (D, M), plus b (M,)."""
    raise NotImplementedError("affine_forward: flatten every sample, multiply by w, add b; return (out, cache)")


def affine_backward(dout, cache):
    """(dx, dw, db) from dout (N, M)."""
    raise NotImplementedError("affine_backward: return (dx, dw, db), each of the shape of its array")
