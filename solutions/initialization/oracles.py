"""Answers to the generated questions by torch.nn.init itself, and by theory where it has no function."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import init

Parameters = dict[str, Any]


def layer(code: str) -> nn.Module:
    """The layer of `code` with meta weights."""
    with torch.device("meta"):
        return eval(code, {"nn": nn})  # noqa: S307 - text of our own generator


def drawn(f: Any, shape: Any, **arguments: Any) -> float:
    """The argument (std or bound) that an initializer hands to the random generator."""
    seen: list[float] = []

    class Spy(torch.Tensor):
        def normal_(self, mean: float = 0.0, std: float = 1.0, **_: Any) -> Any:
            seen.append(std)
            return self

        def uniform_(self, low: float = 0.0, high: float = 1.0, **_: Any) -> Any:
            seen.append(high)
            return self

    f(torch.empty(tuple(shape)).as_subclass(Spy), **arguments)
    return seen[0]


def std_or_bound(p: Parameters) -> float:
    """What torch.nn.init draws from for the weight of that layer."""
    shape = layer(p["layer"]).weight.shape
    kind = "uniform" if p["uniform"] else "normal"
    if p["scheme"] == "xavier":
        return drawn(getattr(init, f"xavier_{kind}_"), shape)
    kaiming = getattr(init, f"kaiming_{kind}_")
    if p["scheme"] == "lecun":
        return drawn(kaiming, shape, nonlinearity="linear")
    return drawn(kaiming, shape, a=p["a"], nonlinearity="leaky_relu" if p["a"] else "relu")


def signal_after(p: Parameters) -> float:
    """Mean squares layer by layer in numpy; E[max(z, 0)²] by quadrature."""
    z = np.linspace(-12, 12, 24_001)
    weight = np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    passed = float((np.maximum(z, 0) ** 2 * weight).sum()) if p["relu"] else float((z**2 * weight).sum())

    def factor(std: float) -> float:
        square = 1.0
        for _ in range(p["depth"]):
            square = p["n"] * std**2 * square * passed
        return float(np.sqrt(square))

    if p["mode"] == "after":
        return factor(p["std"])
    low, high = 1e-6, 10.0
    for _ in range(200):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if factor(middle) < p["factor"] else (low, middle)
    return low


def fans(p: Parameters) -> list[str]:
    """torch's own count."""
    return [str(n) for n in init._calculate_fan_in_and_fan_out(layer(p["code"]).weight)]


TEXTS = {
    "small": "The weights are too small: the signal dies out",
    "right": "The scale fits: the signal keeps its size",
    "large": "The weights are too large: the signal explodes",
    "saturated": "The weights are too large: the units saturate",
}


def layer_statistics(p: Parameters) -> str:
    """Mean-field theory: the variance of pre-activations in an infinitely wide network, layer by layer, by quadrature."""
    z = np.linspace(-9, 9, 2001)
    weight = np.exp(-z * z / 2)
    weight /= weight.sum()
    f = {"tanh": np.tanh, "relu": lambda x: np.maximum(x, 0), "linear": lambda x: x}[p["activation"]]
    square, spread, beyond = 1.0, [], 0.0
    for _ in range(p["depth"]):
        h = f(np.sqrt(p["width"] * p["std"] ** 2 * square) * z)
        square = float((weight * h**2).sum())
        spread.append(np.sqrt(square - float((weight * h).sum()) ** 2))
        beyond = float(weight[np.abs(h) > 0.95].sum())
    ratio = (spread[-1] / spread[0]) ** (1 / (p["depth"] - 1))
    if p["activation"] == "tanh" and beyond > 0.3:
        return TEXTS["saturated"]
    return TEXTS["small" if ratio < 0.86 else "large" if ratio > 1.15 else "right"]


ORACLES = {
    "initialization.gen-std-or-bound": std_or_bound,
    "initialization.gen-signal-after": signal_after,
    "initialization.gen-fans": fans,
    "initialization.gen-layer-statistics": layer_statistics,
}
