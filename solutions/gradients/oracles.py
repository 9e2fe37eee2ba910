"""Answers to the generated questions by torch: real backward passes, and torch's own clipping."""

from __future__ import annotations

import math
from typing import Any

import torch

Parameters = dict[str, Any]


def norm_after_layers(parameters: Parameters) -> float:
    """A backward pass through the chain; for ReLU the logarithms of each layer's gain summed up."""
    layers, kind = parameters["layers"], parameters["kind"]
    if kind == "relu":
        log_variance = sum(math.log(0.5 * parameters["width"] * parameters["std"] ** 2) for _ in range(layers))
        return math.exp(log_variance / 2)
    start = torch.tensor(0.3, dtype=torch.float64, requires_grad=True)
    h = start
    for _ in range(layers):
        if kind == "given":
            h = h * parameters["factor"]
        else:  # a bias that puts the unit where the slope is as said: p(1 − p) = slope
            p = 0.5 + math.sqrt(0.25 - parameters["slope"])
            z = parameters["weight"] * h
            h = torch.sigmoid(z + (math.log(p / (1 - p)) if p < 1 else 0.0) - z.detach())
    h.backward()
    return start.grad.item()


def steps_until(parameters: Parameters) -> int:
    """Step by step, in a loop."""
    w, bound, value, k = parameters["w"], parameters["bound"], 1.0, 0
    while (value <= bound) if bound > 1 else (value >= bound):
        value, k = value * w, k + 1
    return k


def parameters_of(groups: list[list[float]]) -> list[torch.nn.Parameter]:
    """Parameters with these gradients."""
    made = []
    for g in groups:
        p = torch.nn.Parameter(torch.zeros(len(g), dtype=torch.float64))
        p.grad = torch.tensor(g, dtype=torch.float64)
        made.append(p)
    return made


def clip_value(parameters: Parameters) -> list[str]:
    """torch.nn.utils.clip_grad_value_."""
    p = parameters_of([parameters["g"]])
    torch.nn.utils.clip_grad_value_(p, parameters["limit"])
    return [f"{v:.3f}" for v in p[0].grad.tolist()]


def clip_norm(parameters: Parameters) -> list[str]:
    """F.normalize to length 1, then to the threshold (clip_grad_norm_ adds an eps)."""
    g = torch.tensor([parameters["g"]], dtype=torch.float64)
    norm = torch.linalg.vector_norm(g)
    scaled = g if norm <= parameters["limit"] else torch.nn.functional.normalize(g, eps=0.0) * parameters["limit"]
    return [f"{v:.3f}" for v in scaled[0].tolist()]


def global_norm(parameters: Parameters) -> float:
    """torch.nn.utils.clip_grad_norm_ over all parameters."""
    made = parameters_of(parameters["groups"])
    torch.nn.utils.clip_grad_norm_(made, parameters["limit"])
    return made[0].grad[0].item()


ORACLES = {
    "gradients.gen-norm-after-layers": norm_after_layers,
    "gradients.gen-steps-until": steps_until,
    "gradients.gen-clip-value": clip_value,
    "gradients.gen-clip-norm": clip_norm,
    "gradients.gen-global-norm": global_norm,
}
