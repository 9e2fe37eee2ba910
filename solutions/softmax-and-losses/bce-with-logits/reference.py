"""Binary cross-entropy from logits.

    -ln sigma(x) = ln(1 + e^-x),    -ln(1 - sigma(x)) = ln(1 + e^x)
    loss = mean over all elements of  w y ln(1 + e^-x) + (1 - y) ln(1 + e^x)

x, y: (..., C), pos_weight: (C,) or None (w = 1), loss: 0-d. Convention: mean over elements, w on the positive
term only (torch's). sigma itself is never computed: it is 0 or 1 long before the loss stops growing.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.2 (sigmoid units, softplus loss).
"""

import torch


def bce_with_logits(x, y, pos_weight=None):
    """Mean over all elements, a 0-d tensor."""
    zero = torch.zeros_like(x)
    positive = torch.logaddexp(zero, -x)  # -ln sigma(x), the cost if y = 1; slope -1/2 at 0
    negative = torch.logaddexp(zero, x)  # -ln(1 - sigma(x)), the cost if y = 0
    if pos_weight is not None:
        positive = pos_weight * positive
    return (y * positive + (1 - y) * negative).mean()
