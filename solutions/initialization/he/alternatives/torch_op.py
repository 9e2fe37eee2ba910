"""torch's own initializers, their generator seeded from rng."""

import torch


def filled(initializer, fan_in, fan_out, rng):
    generator = torch.Generator().manual_seed(int(rng.integers(2**62)))
    weight = torch.empty(fan_out, fan_in, dtype=torch.float64)
    return initializer(weight, nonlinearity="relu", generator=generator).numpy().T


def he_normal(fan_in, fan_out, rng):
    return filled(torch.nn.init.kaiming_normal_, fan_in, fan_out, rng)


def he_uniform(fan_in, fan_out, rng):
    return filled(torch.nn.init.kaiming_uniform_, fan_in, fan_out, rng)
