import math

import numpy as np


def token_cross_entropy(logits, targets, ignore_index=-100):
    total, n = 0.0, 0
    dlogits = np.zeros(logits.shape)
    for b in range(targets.shape[0]):
        for t in range(targets.shape[1]):
            y = int(targets[b, t])
            if y == ignore_index:
                continue
            row = logits[b, t]
            m = float(max(row))
            log_z = m + math.log(sum(math.exp(z - m) for z in row))
            total += log_z - float(row[y])
            dlogits[b, t] = [math.exp(z - log_z) for z in row]
            dlogits[b, t, y] -= 1.0
            n += 1
    return (total / n, dlogits / n) if n else (0.0, dlogits)
