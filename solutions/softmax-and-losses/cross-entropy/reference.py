"""Softmax and cross-entropy fused, with the gradient.

    log p_ni = z_ni - m_n - log sum_j exp(z_nj - m_n),    m_n = max_j z_nj
    loss     = -(1/N) sum_n log p_n[y_n]
    dloss/dz = (p - onehot(y)) / N

logits z: (N, C), y: (N,) class indices, loss: scalar, dlogits: (N, C). Convention: natural
logarithm, mean over the batch (torch's reduction="mean"). log p is never taken of p itself:
p underflows to 0 at a gap of about 745, log p is merely -745.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3, eq. 6.30 (log-softmax);
Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.4, eq. 4.108-4.109 (gradient).
"""

import numpy as np


def cross_entropy(logits, y):
    """Mean cross-entropy and its gradient with respect to the logits."""
    n = logits.shape[0]
    rows = np.arange(n)
    shifted = logits - logits.max(axis=1, keepdims=True)  # exponents <= 0: exp can't overflow
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))  # (N, C); the sum is >= 1
    loss = -log_p[rows, y].mean()
    dlogits = np.exp(log_p)  # p: (N, C)
    dlogits[rows, y] -= 1.0
    dlogits /= n
    return loss, dlogits
