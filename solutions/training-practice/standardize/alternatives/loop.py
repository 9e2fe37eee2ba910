import math

import numpy as np


def standardize(train, test):
    out = [np.zeros(train.shape), np.zeros(test.shape)]
    for j in range(train.shape[1]):
        column = train[:, j].tolist()
        mean = math.fsum(column) / len(column)
        std = math.sqrt(math.fsum((v - mean) ** 2 for v in column) / len(column))
        if len(set(column)) == 1:
            std = 1.0
        for source, target in zip((train, test), out):
            for i, v in enumerate(source[:, j].tolist()):
                target[i, j] = (v - mean) / std
    return out
