"""The rearranged form: shrink the weights by 1 - lr wd, then subtract the gradient."""


def sgd(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("weight_decay", 0.0)
    shrink = 1 - config["learning_rate"] * config["weight_decay"]
    return shrink * w - config["learning_rate"] * dw, config
