"""Answers to the generated questions by torch's autograd in float64, and by exact fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import torch

Parameters = dict[str, Any]


def leaf(value: float) -> torch.Tensor:
    """A float64 scalar that wants a gradient."""
    return torch.tensor(float(value), dtype=torch.float64, requires_grad=True)


GATES = {"+": torch.add, "×": torch.mul, "max": torch.maximum}


def graph(parameters: Parameters) -> list[str]:
    """Autograd, with the gradients of the inner nodes retained."""
    x, y, z = (leaf(parameters[name]) for name in "xyz")
    ops = [GATES[name] for name in parameters["ops"]]
    q = ops[0](x, y)
    q.retain_grad()
    if len(ops) == 2:
        ops[1](q, z).backward()
        wanted = [x, y, q, z]
    else:
        r = ops[1](y, z)
        r.retain_grad()
        ops[2](q, r).backward()
        wanted = [x, y, z, q, r]
    return [str(round(v.grad.item())) for v in wanted]


def neuron(parameters: Parameters) -> float:
    """Autograd through torch's activation."""
    w = leaf(parameters["w"])
    z = w * parameters["x"] + parameters["b"]
    activation = {"linear": lambda v: v, "relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}
    ((activation[parameters["kind"]](z) - parameters["t"]) ** 2).backward()
    return w.grad.item()


def centred_difference(parameters: Parameters) -> float:
    """The exact derivative by autograd plus the exact error terms of a cubic."""
    a, b, c = parameters["coefficients"]
    x, h = leaf(parameters["x"]), Fraction(str(parameters["h"]))
    (a * x**3 + b * x**2 + c * x).backward()
    if not parameters["error"]:
        return x.grad.item() + float(a * h**2)
    return float((3 * a * Fraction(parameters["x"]) + b) * h + a * h**2)


def relative_error(parameters: Parameters) -> float:
    """By exact fractions of the numbers shown."""
    a, n = Fraction(repr(parameters["a"])), Fraction(repr(parameters["n"]))
    return float(abs(a - n) / max(abs(a), abs(n)))


def which_is_wrong(parameters: Parameters) -> str:
    """The only row that torch.isclose rejects at a relative tolerance of 1e-5."""
    a, n = torch.tensor(parameters["rows"], dtype=torch.float64).T
    bad = (~torch.isclose(a, n, rtol=1e-5, atol=0.0)).nonzero()[:, 0].tolist()
    assert len(bad) == 1
    return parameters["names"][bad[0]]


ORACLES = {
    "backprop.gen-graph": graph,
    "backprop.gen-neuron": neuron,
    "backprop.gen-centred-difference": centred_difference,
    "backprop.gen-relative-error": relative_error,
    "backprop.gen-which-is-wrong": which_is_wrong,
}
