import math

import numpy as np


def cross_entropy(logits, y):
    n, c = logits.shape
    loss = 0.0
    dlogits = np.zeros((n, c))
    for i in range(n):
        m = max(logits[i])
        log_total = m + math.log(sum(math.exp(z - m) for z in logits[i]))
        loss += (log_total - logits[i, y[i]]) / n
        for j in range(c):
            p = math.exp(logits[i, j] - log_total)
            dlogits[i, j] = (p - (j == y[i])) / n
    return float(loss), dlogits
