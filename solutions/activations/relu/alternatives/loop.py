class Saved:
    """A cache of a class of its own."""

    def __init__(self, x):
        self.positive = [v > 0 for v in x.ravel()]


def relu_forward(x):
    out = x.copy()
    for i, v in enumerate(x.flat):
        out.flat[i] = v if v > 0 else 0
    return out, Saved(x)


def relu_backward(dout, cache):
    dx = dout.copy()
    for i, positive in enumerate(cache.positive):
        if not positive:
            dx.flat[i] = 0
    return dx
