"""Answers to the generated questions by torch: layers on the meta device, a forward pass, the product of matrices."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

Parameters = dict[str, Any]


def parameter_count(parameters: Parameters) -> int:
    """The elements of the layers' tensors."""
    sizes = parameters["sizes"]
    layers = zip(sizes[:-1], sizes[1:], parameters["biases"])
    model = nn.Sequential(*(nn.Linear(a, b, bias=on, device="meta") for a, b, on in layers))
    return sum(p.numel() for p in model.parameters())


def shapes(parameters: Parameters) -> list[int]:
    """The shape that torch reports; the first layer is lazy and sees its input size."""
    if parameters["ask"] == "weight":
        a, b, c = parameters["sizes"]
        model = nn.Sequential(nn.Linear(a, b), nn.ReLU(), nn.Linear(b, c))
        return list(model[parameters["which"]].weight.shape)
    a, b = parameters["sizes"]
    start = parameters["start"]
    layers = [nn.LazyLinear(a), nn.ReLU(), nn.Linear(a, b)]
    model = nn.Sequential(*([nn.Flatten(start_dim=start)] if start else []), *layers)
    return list(model(torch.zeros(parameters["input"])).shape)


def separates(parameters: Parameters) -> list[str]:
    """The points whose output is positive, in a batch through nn.Linear."""
    units = len(parameters["w2"])
    model = nn.Sequential(nn.Linear(2, units), nn.ReLU(), nn.Linear(units, 1)).double()
    with torch.no_grad():
        model[0].weight.copy_(torch.tensor(parameters["w1"]))
        model[0].bias.copy_(torch.tensor(parameters["b1"]))
        model[2].weight.copy_(torch.tensor([parameters["w2"]]))
        model[2].bias.fill_(parameters["b2"])
        out = model(torch.tensor(parameters["points"], dtype=torch.float64))[:, 0]
    chosen = [p for p, y in zip(parameters["points"], out.tolist()) if y > 0]
    return sorted("({}, {})".format(*p).replace("-", "−") for p in chosen)


def collapse(parameters: Parameters) -> int:
    """The product of the matrices in homogeneous coordinates, then applied once."""
    total = torch.eye(3, dtype=torch.float64)
    last = [parameters["w3"]] if parameters["w3"] else None
    stages = [(parameters["w1"], parameters["b1"]), (parameters["w2"], parameters["b2"])] + (
        [(last, [0])] if last else []
    )
    for w, b in stages:
        rows = torch.tensor(w, dtype=torch.float64)
        affine = torch.zeros(rows.shape[0] + 1, rows.shape[1] + 1, dtype=torch.float64)
        affine[:-1, :-1], affine[:-1, -1], affine[-1, -1] = rows, torch.tensor(b, dtype=torch.float64), 1.0
        total = affine @ total
    return round(float((total @ torch.tensor([*parameters["x"], 1.0], dtype=torch.float64))[0]))


ORACLES = {
    "mlp.gen-parameters": parameter_count,
    "mlp.gen-shapes": shapes,
    "mlp.gen-separates": separates,
    "mlp.gen-collapse": collapse,
}
