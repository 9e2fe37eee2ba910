import math

import numpy as np


def average_predictions(logits, weights=None):
    m, n, c = logits.shape
    weights = [1.0] * m if weights is None else [float(v) for v in weights]
    out = np.zeros((n, c))
    for a, model in zip(weights, logits.tolist()):
        for i, row in enumerate(model):
            top = max(row)
            e = [math.exp(v - top) for v in row]
            for j in range(c):
                out[i, j] += a * e[j] / sum(e)
    return out / sum(weights)
