def receptive_field(layers):
    """From the output down: r units of one map see s (r - 1) + window units of the map below."""
    r = 1
    for layer in reversed(layers):
        k, s = layer[:2]
        d = layer[2] if len(layer) == 3 else 1
        r = s * (r - 1) + d * (k - 1) + 1
    return r
