import torch.nn as nn


def bce_with_logits(x, y, pos_weight=None):
    return nn.BCEWithLogitsLoss(pos_weight=pos_weight)(x, y)
