"""Output size of a 2-d convolution.

    window = d (k - 1) + 1                        cells that k taps at distance d span
    out    = floor((n + 2p - window) / s) + 1     for each axis by itself

n: input, k: kernel, s: stride, p: padding on each side, d: dilation. Convention: only whole
windows count (floor; pooling layers call the other choice ceil_mode).

Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning (2016),
section 2.4, Relationship 6, and section 5.1, Relationship 15 (dilation).
"""


def pair(v):
    """An int serves both axes."""
    return (v, v) if isinstance(v, int) else tuple(v)


def length(n, k, s, p, d):
    """Number of positions along one axis."""
    window = d * (k - 1) + 1
    room = n + 2 * p - window  # how far the window can slide
    if room < 0:
        raise ValueError(f"a window of {window} cells does not fit into {n} + 2*{p}")
    return room // s + 1


def conv_output_shape(size, kernel, stride=1, padding=0, dilation=1):
    """(H_out, W_out); every argument is an int or a pair (height, width)."""
    height, width = zip(pair(size), pair(kernel), pair(stride), pair(padding), pair(dilation))
    return length(*height), length(*width)
