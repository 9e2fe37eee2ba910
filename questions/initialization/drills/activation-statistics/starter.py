import numpy as np


def activation_stds(weights, x, nonlinearity):
    """Standard deviation of every layer's activations: a list of as many floats as there are weights."""
    raise NotImplementedError("activation_stds: pass x through the layers and collect each layer's standard deviation")
