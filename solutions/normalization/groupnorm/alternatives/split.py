import numpy as np


def group_norm(x, gamma, beta, groups, eps=1e-5):
    parts = []
    for part in np.split(x, groups, axis=1):
        centred = part - np.mean(part, axis=(1, 2, 3), keepdims=True)
        parts.append(centred / np.sqrt(np.mean(centred * centred, axis=(1, 2, 3), keepdims=True) + eps))
    normal = np.concatenate(parts, axis=1)
    return np.moveaxis(np.moveaxis(normal, 1, -1) * gamma + beta, -1, 1)
