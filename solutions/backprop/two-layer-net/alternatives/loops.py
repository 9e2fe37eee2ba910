"""One sample at a time, plain Python numbers in the inner loops."""

import math

import numpy as np


def loss(params, X, y, reg):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    D, H = W1.shape
    C = W2.shape[1]
    total = 0.0
    grads = {name: np.zeros(p.shape) for name, p in params.items()}
    for x, label in zip(X, y):
        z = [b1[j] + sum(x[i] * W1[i, j] for i in range(D)) for j in range(H)]
        h = [v if v > 0 else 0.0 for v in z]
        s = [b2[k] + sum(h[j] * W2[j, k] for j in range(H)) for k in range(C)]
        top = max(s)
        log_sum = top + math.log(sum(math.exp(v - top) for v in s))
        total += log_sum - s[label]
        for k in range(C):
            ds = (math.exp(s[k] - log_sum) - (k == label)) / len(X)
            grads["b2"][k] += ds
            for j in range(H):
                grads["W2"][j, k] += ds * h[j]
                if z[j] > 0:
                    grads["b1"][j] += ds * W2[j, k]
                    grads["W1"][:, j] += ds * W2[j, k] * x
    value = total / len(X)
    for name in ("W1", "W2"):
        value += reg / 2 * float(np.sum(params[name] * params[name]))
        grads[name] += reg * params[name]
    return value, grads
