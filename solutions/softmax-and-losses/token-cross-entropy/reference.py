"""Cross-entropy of a language model, averaged over the tokens that count.

    w_bt     = [y_bt != ignore_index] / n,    n = number of positions that count (at least 1)
    loss     = -sum_bt w_bt log p_bt[y_bt],   log p = z - m - log sum_v exp(z_v - m),  m = max_v z_v
    dloss/dz = w_bt (p - onehot(y))           0 where a position doesn't count

logits z: (B, T, V), targets y: (B, T), loss: scalar, dlogits: (B, T, V). Convention: one mean over the counted
tokens of the whole batch (torch's reduction="mean"), not a mean of the sequences' means; nothing to count: 0 (torch: nan).

Source: PyTorch documentation, torch.nn.CrossEntropyLoss (ignore_index, reduction); Goodfellow, Bengio, Courville,
Deep Learning (2016), section 6.2.2.3, eq. 6.30 (log-softmax).
"""

import numpy as np


def token_cross_entropy(logits, targets, ignore_index=-100):
    """Mean loss of the counted tokens, and its gradient with respect to the logits."""
    counted = targets != ignore_index  # (B, T)
    weight = counted / max(counted.sum(), 1)
    y = np.where(counted, targets, 0)[..., None]  # where nothing counts any class will do
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))  # (B, T, V)
    log_p_y = np.take_along_axis(log_p, y, axis=-1)[..., 0]  # (B, T)
    loss = -(weight * log_p_y).sum()
    dlogits = np.exp(log_p)
    np.put_along_axis(dlogits, y, np.exp(log_p_y)[..., None] - 1.0, axis=-1)  # p - onehot(y)
    dlogits *= weight[..., None]
    return loss, dlogits
