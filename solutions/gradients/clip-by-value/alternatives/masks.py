import numpy as np


def clip_by_value(grads, limit):
    result = [g.copy() for g in grads]
    for g in result:
        g[g > limit] = limit
        g[g < -limit] = -limit
    return result
