"""Gram matrix of a layer's features, and the style loss made of it.

    G[n, a, b] = 1/(C H W) sum_hw F[n, a, h, w] F[n, b, h, w],    loss = (1/N) sum_n ||G(features)[n] - G(style)[n]||_F^2

features: (N, C, H, W), G: (N, C, C), loss: scalar; style: (N or 1, C, H', W'), a constant. Convention: Johnson et al.,
divided by C H W (so images of different size compare), squares summed; Gatys et al. have 1/(4 C^2 (H W)^2) instead.

Source: Johnson, Alahi, Fei-Fei, Perceptual Losses for Real-Time Style Transfer (ECCV 2016), section 3.2, eq. 3, 4;
Gatys, Ecker, Bethge, Image Style Transfer Using CNNs (CVPR 2016), section 2.2, eq. 3-5.
"""


def gram(features):
    """(N, C, H, W) -> (N, C, C)."""
    n, c, h, w = features.shape
    f = features.reshape(n, c, h * w)
    products = f @ f.transpose(1, 2)
    return products / (c * h * w)


def style_loss(features, style):
    """A scalar tensor, differentiable with respect to features."""
    difference = gram(features) - gram(style).detach()
    squares = (difference**2).sum(dim=(1, 2))
    return squares.mean()
