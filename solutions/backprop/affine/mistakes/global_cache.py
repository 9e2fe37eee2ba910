import numpy as np

saved = {}


def affine_forward(x, w, b):
    saved["x"], saved["w"] = x, w
    return x.reshape(len(x), -1) @ w + b, None


def affine_backward(dout, cache):
    x, w = saved["x"], saved["w"]
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
