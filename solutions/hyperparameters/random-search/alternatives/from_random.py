"""Everything from numbers between 0 and 1."""

import math


def sample(space, n, rng):
    def value(kind, *args):
        u = float(rng.random())
        if kind == "choice":
            return args[0][int(u * len(args[0]))]
        low, high = args
        return {
            "uniform": lambda: low + u * (high - low),
            "log": lambda: low * math.pow(high / low, u),
            "int": lambda: low + math.floor(u * (high - low + 1)),
        }[kind]()

    unknown = {spec[0] for spec in space.values()} - {"uniform", "log", "int", "choice"}
    if unknown:
        raise ValueError(f"unknown: {unknown}")
    return tuple({name: value(*spec) for name, spec in space.items()} for _ in range(n))
