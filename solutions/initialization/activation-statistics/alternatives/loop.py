"""Plain Python numbers, unit by unit."""

import math
import statistics

KNOWN = {
    "linear": lambda v: v,
    "relu": lambda v: v if v > 0 else 0.0,
    "tanh": math.tanh,
    "sigmoid": lambda v: 0.5 + 0.5 * math.tanh(v / 2),
}


def activation_stds(weights, x, nonlinearity):
    try:
        f = KNOWN[nonlinearity]
    except KeyError:
        raise ValueError("no such nonlinearity") from None
    h, out = x.tolist(), []
    for w in weights:
        columns = list(zip(*w.tolist()))
        h = [[f(sum(a * b for a, b in zip(row, column))) for column in columns] for row in h]
        out.append(statistics.pstdev([v for row in h for v in row]))
    return tuple(out)
