"""Answers to the generated questions by torch's own activations and autograd in float64."""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - the usual name

Parameters = dict[str, Any]


def tensor(values: Any) -> torch.Tensor:
    """A float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


def activation(kind: str, a: float = 0.0) -> Any:
    """torch's function of that name."""
    return {
        "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": F.relu, "leaky": lambda x: F.leaky_relu(x, a),
        "elu": lambda x: F.elu(x, alpha=a), "silu": F.silu, "gelu": F.gelu, "softplus": F.softplus,
    }[kind]  # fmt: skip


def value(parameters: Parameters) -> float:
    """The function at the point."""
    return float(activation(parameters["kind"], parameters["a"])(tensor(parameters["x"])))


def derivative(parameters: Parameters) -> float:
    """Autograd at the point."""
    x = tensor(parameters["x"]).requires_grad_()
    activation(parameters["kind"], parameters["a"])(x).backward()
    return float(x.grad)


def slope_from_output(parameters: Parameters) -> float:
    """Find x by bisection, then differentiate there."""
    f = activation(parameters["kind"], parameters["a"])
    low, high = -40.0, 40.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if float(f(tensor(middle))) < parameters["y"] else (low, middle)
    return derivative({**parameters, "x": low})


def gradient_factor(parameters: Parameters) -> float:
    """Autograd through a chain of sigmoids; the bound at the place where each is steepest."""
    if parameters["mode"] == "depth":
        layers, factor = 0, 1.0
        while factor >= 10.0 ** -parameters["power"]:
            layers, factor = layers + 1, factor * parameters["top"] / 4
        return layers
    if parameters["mode"] == "bound":
        weights, outputs = [1.0] * parameters["n"], [0.5] * parameters["n"]
    else:
        weights, outputs = parameters["weights"], parameters["outputs"]
    start = tensor(0.3).requires_grad_()
    h = start
    for w, s in zip(weights, outputs, strict=True):
        bias = torch.logit(tensor(s)) - (w * h).detach()  # so that the unit outputs s
        h = torch.sigmoid(w * h + bias)
    h.backward()
    return float(start.grad)


def dead_share(parameters: Parameters) -> float:
    """What relu of the table shows; a dead unit gets no gradient."""
    z = tensor(parameters["table"]).requires_grad_()
    out = F.relu(z)
    out.sum().backward()
    if parameters["ask"] == "zeros":
        return float((out == 0).double().mean()) * 100
    dead = (z.grad == 0).all(dim=0)
    return int(dead.sum()) if parameters["ask"] == "count" else float(dead.double().mean()) * 100


def killing_rate(parameters: Parameters) -> float:
    """Bisection on the largest pre-activation over a grid of inputs."""
    x = torch.linspace(0, parameters["top"], 101, dtype=torch.float64)
    low, high = 0.0, 100.0
    for _ in range(100):
        rate = (low + high) / 2
        z = (parameters["w"] - rate * parameters["gw"]) * x + parameters["b"] - rate * parameters["gb"]
        low, high = (rate, high) if float(z.max()) > 0 else (low, rate)
    return high


NAMES = {"sigmoid": "Sigmoid", "tanh": "tanh", "relu": "ReLU", "leaky": "Leaky ReLU", "elu": "ELU", "softplus": "Softplus",
         "silu": "SiLU", "gelu": "GELU"}  # fmt: skip


def recognise(parameters: Parameters) -> str:
    """The option that fits the drawn points and slopes best, over its own parameter."""
    x, y = tensor(parameters["points"]).T
    slopes = tensor(parameters["slopes"])[:, 1]
    best, found = math.inf, ""
    for kind in parameters["options"]:
        for a in ([0.05 * i for i in range(1, 30)] if kind in ("leaky", "elu") else [0.0]):
            at = x.clone().requires_grad_()
            out = activation(kind, a)(at)
            out.sum().backward()
            error = float(((out - y).abs().max() + (at.grad - slopes).abs().max()).detach())
            if error < best:
                best, found = error, NAMES[kind]
    return found


ORACLES = {
    "activations.gen-value": value,
    "activations.gen-derivative": derivative,
    "activations.gen-slope-from-output": slope_from_output,
    "activations.gen-gradient-factor": gradient_factor,
    "activations.gen-dead-share": dead_share,
    "activations.gen-killing-rate": killing_rate,
    "activations.gen-recognise": recognise,
}
