"""Each parameter drawn for all trials at once, then put together; base 10 for the logarithms."""

import numpy as np


def sample(space, n, rng):
    columns = {}
    for name, spec in space.items():
        kind = spec[0]
        if kind == "uniform":
            columns[name] = rng.uniform(spec[1], spec[2], size=n)
        elif kind == "log":
            columns[name] = 10 ** rng.uniform(np.log10(spec[1]), np.log10(spec[2]), size=n)
        elif kind == "int":
            columns[name] = rng.integers(spec[1], spec[2], size=n, endpoint=True)
        elif kind == "choice":
            columns[name] = [spec[1][i] for i in rng.integers(len(spec[1]), size=n)]
        else:
            raise ValueError(kind)
    return [{name: column[i] for name, column in columns.items()} for i in range(n)]
