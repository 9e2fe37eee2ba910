"""As one long vector, cut up again at the end."""

import numpy as np


def clip_by_norm(grads, max_norm):
    flat = np.concatenate([g.ravel() for g in grads])
    norm = np.linalg.norm(flat)
    if norm > max_norm:
        flat = max_norm * (flat / norm)
    ends = np.cumsum([g.size for g in grads])[:-1]
    return [part.reshape(g.shape) for part, g in zip(np.split(flat, ends), grads)], float(norm)
