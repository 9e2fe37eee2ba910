"""One softplus and the identity softplus(x) = x + softplus(-x)."""

import torch.nn.functional as F


def bce_with_logits(x, y, pos_weight=None):
    w = 1.0 if pos_weight is None else pos_weight
    log_p, log_q = F.logsigmoid(x), F.logsigmoid(-x)
    return -(w * y * log_p + (1 - y) * log_q).sum() / x.numel()
