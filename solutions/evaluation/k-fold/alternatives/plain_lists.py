import random


def k_fold(n, k, rng):
    if k > n:
        raise ValueError("more folds than samples")
    if k <= 1:
        raise ValueError("at least two folds")
    shuffle = random.Random(int(rng.integers(2**62)))
    order = list(range(n))
    shuffle.shuffle(order)
    out, start = [], 0
    for i in range(k):
        stop = start + (n - start) // (k - i)
        out.append([order[:start] + order[stop:], order[start:stop]])
        start = stop
    return out
