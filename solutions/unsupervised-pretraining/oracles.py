"""Answers to the generated questions: conditionals from the enumerated joint distribution, layers from torch."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import torch
from torch import nn

Parameters = dict[str, Any]


def energy(p: Parameters, v: Any, h: Any) -> float:
    """E(v, h) as a quadratic form."""
    w, b, c = (np.array(p[k], dtype=float) for k in ("w", "b", "c"))
    v, h = np.array(v, dtype=float), np.array(h, dtype=float)
    return float(-b @ v - c @ h - np.einsum("i,ij,j->", v, w, h))


def joint(p: Parameters) -> dict[tuple[tuple[float, ...], tuple[float, ...]], float]:
    """The normalized distribution over all states."""
    states = list(product(product((0.0, 1.0), repeat=len(p["b"])), product((0.0, 1.0), repeat=len(p["c"]))))
    weight = {s: np.exp(-energy(p, *s)) for s in states}
    total = sum(weight.values())
    return {s: float(x / total) for s, x in weight.items()}


def hidden_on(p: Parameters, v: Any, j: int) -> float:
    """p(h_j = 1 | v) by counting."""
    table = {s: x for s, x in joint(p).items() if s[0] == tuple(v)}
    return sum(x for s, x in table.items() if s[1][j]) / sum(table.values())


def rbm_energy(parameters: Parameters) -> float:
    """The energy, or a ratio of joint probabilities."""
    if "other" not in parameters:
        return energy(parameters, parameters["v"], parameters["h"])
    table, v = joint(parameters), tuple(parameters["v"])
    return table[v, tuple(parameters["h"])] / table[v, tuple(parameters["other"])]


def rbm_conditional(parameters: Parameters) -> float:
    """Conditionals of the enumerated joint."""
    v, h, place = tuple(parameters["v"]), tuple(parameters["h"]), parameters["place"]
    if parameters["ask"] == "h":
        return hidden_on(parameters, v, place)
    table = joint(parameters)
    if parameters["ask"] == "v":
        given = {s: x for s, x in table.items() if s[1] == h}
        return sum(x for s, x in given.items() if s[0][place]) / sum(given.values())
    given = {s: x for s, x in table.items() if s[0] == v}
    return given[v, tuple(parameters["wanted"])] / sum(given.values())


def cd1(parameters: Parameters) -> float | list[str]:
    """The update as the gradient of a difference of free energies."""
    if "x0" in parameters:
        p = parameters
        return p["rate"] * float(np.outer([p["x0"]], [p["p0"]])[0, 0] - np.outer([p["x1"]], [p["p1"]])[0, 0])
    w, b, c = (torch.tensor(parameters[k], dtype=torch.float64, requires_grad=True) for k in ("w", "b", "c"))

    def free(v: Any) -> torch.Tensor:
        x = torch.tensor(v, dtype=torch.float64)
        return -b @ x - torch.nn.functional.softplus(c + x @ w).sum()

    (free(parameters["v1"]) - free(parameters["v0"])).backward()
    i, j, rate = parameters["i"], parameters["j"], parameters["rate"]
    dw, db, dc = (rate * float(x) for x in (w.grad[i, j], b.grad[i], c.grad[j]))
    if not parameters["all"]:
        return [f"{dw:.3f}"]
    return [f"{x:.3f}" for x in (parameters["w"][i][j] + dw, parameters["b"][i] + db, parameters["c"][j] + dc)]


def autoencoder_size(parameters: Parameters) -> int:
    """Build the layers; tied, leave the decoder's matrices out."""
    sizes = parameters["sizes"]
    path = sizes + sizes[-2::-1]
    with torch.device("meta"):
        layers = [nn.Linear(a, b) for a, b in zip(path, path[1:], strict=False)]
    half = len(sizes) - 1
    return sum(
        (0 if parameters["tied"] and place >= half else m.weight.numel()) + m.bias.numel()
        for place, m in enumerate(layers)
    )


ORACLES = {
    "unsupervised-pretraining.gen-rbm-energy": rbm_energy,
    "unsupervised-pretraining.gen-rbm-conditional": rbm_conditional,
    "unsupervised-pretraining.gen-cd1": cd1,
    "unsupervised-pretraining.gen-autoencoder-size": autoencoder_size,
}
