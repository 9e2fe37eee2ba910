import math

import numpy as np


def sigma(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def cd1(v0, W, b, c, rng):
    n, d = v0.shape
    h = W.shape[1]
    dW, db, dc = np.zeros((d, h)), np.zeros(d), np.zeros(h)
    weights = W.tolist()
    for v in v0.tolist():
        up = [sigma(sum(v[i] * weights[i][j] for i in range(d)) + c[j]) for j in range(h)]
        state = [1 if u < p else 0 for u, p in zip(rng.random(h).tolist(), up)]
        down = [sigma(sum(weights[i][j] * state[j] for j in range(h)) + b[i]) for i in range(d)]
        again = [sigma(sum(down[i] * weights[i][j] for i in range(d)) + c[j]) for j in range(h)]
        for i in range(d):
            db[i] += (v[i] - down[i]) / n
            for j in range(h):
                dW[i, j] += (v[i] * up[j] - down[i] * again[j]) / n
        for j in range(h):
            dc[j] += (up[j] - again[j]) / n
    return {"W": dW, "b": db, "c": dc}
