"""Channel shuffle: one channel of each block in turn.

    y[n, j G + g] = x[n, g (C/G) + j],    g = 0 .. G-1, j = 0 .. C/G - 1

x, y: (N, C, H, W), G = groups divides C. Convention: the blocks are contiguous, as those of a grouped convolution;
the channel axis is (G, C/G) before and (C/G, G) after the transposition. The inverse is a shuffle with C/G groups.

Source: Zhang, Zhou, Lin, Sun, ShuffleNet (CVPR 2018), section 3.1.
"""


def channel_shuffle(x, groups):
    """(N, C, H, W) with the channels in the shuffled order."""
    n, c, h, w = x.shape
    blocks = x.reshape(n, groups, c // groups, h, w)
    dealt = blocks.transpose(1, 2)
    return dealt.reshape(n, c, h, w)
