import math


def p_log_q(p, q):
    if p.ndim > 1:
        return [p_log_q(a, b) for a, b in zip(p, q)]
    return math.fsum(float(a) * (math.log(b) if b else -math.inf) for a, b in zip(p, q) if a)


def negative(x):
    return [negative(v) for v in x] if isinstance(x, list) else -x


def minus(x, y):
    return [minus(a, b) for a, b in zip(x, y)] if isinstance(x, list) else x - y


def entropy(p):
    return negative(p_log_q(p, p))


def cross_entropy(p, q):
    return negative(p_log_q(p, q))


def kl_divergence(p, q):
    return minus(p_log_q(p, p), p_log_q(p, q))
