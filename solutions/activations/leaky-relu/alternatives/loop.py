class Saved:
    pass


def leaky_relu_forward(x, slope=0.01):
    cache = Saved()
    cache.factors = [1.0 if v > 0 else slope for v in x.ravel()]
    out = x.copy()
    for i, f in enumerate(cache.factors):
        out.flat[i] *= f
    return out, cache


def leaky_relu_backward(dout, cache):
    dx = 1.0 * dout
    for i, f in enumerate(cache.factors):
        dx.flat[i] = f * dout.flat[i]
    return dx
