import math


def one(v):
    if isinstance(v, list):
        return [one(u) for u in v]
    e = math.exp(-2 * abs(v))
    return math.copysign((1 - e) / (1 + e), v)


def tanh(x):
    return one(x.tolist())


def tanh_backward(dout, out):
    dx = 0.0 * dout
    for i, (d, o) in enumerate(zip(dout.flat, out.flat)):
        dx.flat[i] = d * (1 - o * o)
    return dx
