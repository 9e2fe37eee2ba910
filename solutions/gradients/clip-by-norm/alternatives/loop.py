import math


def clip_by_norm(grads, max_norm):
    total = math.sqrt(math.fsum(float(v) ** 2 for g in grads for v in g.flat))
    out = []
    for g in grads:
        new = g.copy()
        if total > max_norm:
            for i in range(new.size):
                new.flat[i] = new.flat[i] / total * max_norm
        out.append(new)
    return out, total
