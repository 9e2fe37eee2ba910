"""Standard deviations of the activations, layer by layer.

    h_0 = x,    h_l = f(h_{l-1} @ W_l),    std_l = sqrt(mean((h_l - mean(h_l))^2))

x: (N, D_0), W_l: (D_{l-1}, D_l), no biases; one number a layer, over all N D_l entries, after the nonlinearity f.
Constant over the layers: a good initialization; geometric decay or growth: too small or too large weights.

Source: Glorot, Bengio, Understanding the difficulty of training deep feedforward neural networks (AISTATS 2010),
section 3 and figures 2, 6; Stanford cs231n, lecture on training neural networks (activation statistics).
"""

import numpy as np

FUNCTIONS = {
    "linear": lambda z: z,
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
}


def activation_stds(weights, x, nonlinearity):
    """One standard deviation for each layer."""
    if nonlinearity not in FUNCTIONS:
        raise ValueError(f"unknown nonlinearity {nonlinearity!r}")
    h = x
    stds = []
    for w in weights:
        z = h @ w
        h = FUNCTIONS[nonlinearity](z)
        stds.append(float(h.std()))
    return stds
