"""As in the PyTorch fast-neural-style example, with mse_loss(reduction="sum")."""

import torch.nn.functional as F


def gram(y):
    (b, ch, h, w) = y.size()
    features = y.view(b, ch, w * h)
    features_t = features.transpose(1, 2)
    return features.bmm(features_t) / (ch * h * w)


def style_loss(features, style):
    g = gram(features)
    return F.mse_loss(g, gram(style).detach().expand_as(g), reduction="sum") / len(g)
