"""Feature by feature in plain Python; the running arrays are updated in place."""

import math

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] not in {"train", "test"}:
        raise ValueError(bn_param["mode"])
    n, d = x.shape
    m = bn_param.get("momentum", 0.9)
    bn_param.setdefault("running_mean", np.zeros(d))
    bn_param.setdefault("running_var", np.zeros(d))
    out = np.zeros((n, d))
    for j in range(d):
        column = [float(v) for v in x[:, j]]
        if bn_param["mode"] == "train":
            mean = math.fsum(column) / n
            squares = math.fsum((v - mean) ** 2 for v in column)
            var = squares / n
            bn_param["running_mean"][j] += (1 - m) * (mean - bn_param["running_mean"][j])
            bn_param["running_var"][j] += (1 - m) * (squares / (n - 1) - bn_param["running_var"][j])
        else:
            mean, var = bn_param["running_mean"][j], bn_param["running_var"][j]
        for i in range(n):
            out[i, j] = gamma[j] * (column[i] - mean) / math.sqrt(var + bn_param.get("eps", 1e-5)) + beta[j]
    return out, None
