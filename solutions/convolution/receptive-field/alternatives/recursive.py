from math import prod


def receptive_field(layers):
    layers = list(layers)
    if not layers:
        return 1
    *below, last = layers
    window = (last[1:] + (1, 1))[1] * (last[0] - 1)
    return receptive_field(below) + window * prod(layer[1] for layer in below)
