MASK = None


def dropout_forward(x, dropout_param):
    global MASK
    p, mode = dropout_param["p"], dropout_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(mode)
    if mode == "test":
        MASK = 1.0
        return x.copy(), None
    MASK = (dropout_param["rng"].random(x.shape) >= p) / (1 - p)
    return x * MASK, None


def dropout_backward(dout, cache):
    return dout * MASK
