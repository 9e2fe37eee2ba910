"""min(1, max_norm / norm), the norm from the norms of the arrays; a tuple comes back."""

import numpy as np


def clip_by_norm(grads, max_norm):
    total = np.linalg.norm([np.linalg.norm(g) for g in grads])
    with np.errstate(divide="ignore"):
        scale = np.minimum(1, np.divide(max_norm, total))
    return tuple(scale * g for g in grads), total
