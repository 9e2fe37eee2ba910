# drill: clip-by-norm
# named: each-array-by-itself
import numpy as np


def clip_by_norm(grads, max_norm):
    total = np.sqrt(sum(float((g**2).sum()) for g in grads))
    out = []
    for g in grads:
        n = np.linalg.norm(g)
        out.append(g * max_norm / n if n > max_norm else g.copy())
    return out, total
