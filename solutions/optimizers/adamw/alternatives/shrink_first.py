"""In PyTorch's order: shrink a copy of the weights, then step; setdefault and moments in place."""

import numpy as np


def adamw(w, dw, config):
    for name, value in (
        ("learning_rate", 1e-3),
        ("beta1", 0.9),
        ("beta2", 0.999),
        ("epsilon", 1e-8),
        ("weight_decay", 1e-2),
    ):
        config.setdefault(name, value)
    config.setdefault("m", np.zeros_like(w))
    config.setdefault("v", np.zeros_like(w))
    config["t"] = config.get("t", 0) + 1
    config["m"] *= config["beta1"]
    config["m"] += (1 - config["beta1"]) * dw
    config["v"] *= config["beta2"]
    config["v"] += (1 - config["beta2"]) * np.square(dw)
    next_w = w.copy()
    next_w *= 1 - config["learning_rate"] * config["weight_decay"]
    step_size = config["learning_rate"] / (1 - config["beta1"] ** config["t"])
    root = np.sqrt(config["v"]) / np.sqrt(1 - config["beta2"] ** config["t"])
    next_w -= step_size * config["m"] / (root + config["epsilon"])
    return next_w, config
