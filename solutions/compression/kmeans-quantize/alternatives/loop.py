import math

import numpy as np


def quantize(w, bits):
    values = w.ravel().tolist()
    k, low, high = 2**bits, min(values), max(values)
    centroids = [low + (high - low) * i / (k - 1) for i in range(k)]
    changed, codes = True, [None] * len(values)
    while changed:
        changed = False
        clusters = [[] for _ in range(k)]
        for i, v in enumerate(values):
            j = min(range(k), key=lambda j: (v - centroids[j]) ** 2)
            changed |= j != codes[i]
            codes[i] = j
            clusters[j].append(v)
        for j, members in enumerate(clusters):
            if members:
                centroids[j] = math.fsum(members) / len(members)
    return centroids, np.reshape(codes, w.shape)
