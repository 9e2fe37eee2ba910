import math


def step_decay(lr0, epoch, drop=0.5, every=10):
    return lr0 * math.pow(drop, math.floor(epoch / every))


def exp_decay(lr0, t, k):
    return lr0 / math.exp(k * t)


def inverse_time_decay(lr0, t, k):
    return float(lr0) * (1.0 + k * t) ** -1
