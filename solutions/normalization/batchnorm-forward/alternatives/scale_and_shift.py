"""One multiplication and one addition: out = a x + b, with a and b folded from everything else."""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps, momentum = bn_param["mode"], bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    past = [bn_param.get(name, 0.0 * gamma) for name in ("running_mean", "running_var")]
    if mode == "train":
        covariance = np.atleast_2d(np.cov(x, rowvar=False))
        batch = [np.average(x, axis=0), np.diag(covariance)]
        for name, old, new in zip(("running_mean", "running_var"), past, batch):
            bn_param[name] = old + (new - old) * (1 - momentum)
        mean, var = batch[0], batch[1] * (1 - 1 / len(x))
    elif mode == "test":
        mean, var = past
    else:
        raise ValueError(f"unknown mode {mode}")
    a = gamma * (var + eps) ** -0.5
    return x * a + (beta - mean * a), {"a": a}
