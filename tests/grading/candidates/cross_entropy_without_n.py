# drill: cross-entropy
# named: gradient-not-averaged
import numpy as np


def cross_entropy(logits, y):
    n = len(y)
    z = logits - np.max(logits, axis=1)[:, None]
    p = np.exp(z) / np.exp(z).sum(1)[:, None]
    loss = 0.0
    for i in range(n):
        loss += np.log(np.sum(np.exp(z[i]))) - z[i, y[i]]
    d = p.copy()
    d[range(n), y] -= 1
    return loss / n, d
