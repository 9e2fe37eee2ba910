def one(v, limit):
    if isinstance(v, list):
        return [one(u, limit) for u in v]
    return max(-limit, min(limit, v))


def clip_by_value(grads, limit):
    return [one(g.tolist(), limit) for g in grads]
