"""Answers to the generated questions by torch: its multi-margin loss, nn.Linear, a projection onto the boundary."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - the usual name

Parameters = dict[str, Any]


def tensor(values: Any) -> torch.Tensor:
    """A float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


def hinge_loss(parameters: Parameters) -> float:
    """F.multi_margin_loss, which divides by the number of classes."""
    scores = tensor(parameters["scores"])
    loss = F.multi_margin_loss(scores, torch.tensor(parameters["true"]), margin=parameters["margin"])
    return float(loss) * scores.shape[1]


def margin_violations(parameters: Parameters) -> int:
    """By the gradient: each violation takes 1 from the true class's score."""
    scores = tensor(parameters["scores"]).requires_grad_()
    true = torch.tensor(parameters["true"])
    loss = F.multi_margin_loss(scores, true, margin=parameters["margin"], reduction="sum") * scores.shape[1]
    loss.backward()
    return round(-float(scores.grad.gather(1, true[:, None]).sum()))


def parameter_count(parameters: Parameters) -> int:
    """The elements of nn.Linear on the meta device; the number of classes by trying."""

    def size(classes: int) -> int:
        layer = torch.nn.Linear(parameters["inputs"], classes, device="meta")
        return sum(p.numel() for p in layer.parameters())

    if parameters["ask"] == "total":
        return size(parameters["classes"])
    return next(c for c in range(1, 200) if size(c) == parameters["total"])


def boundary_distance(parameters: Parameters) -> float:
    """The length of the way to the nearest point of the hyperplane, found by least squares."""
    w, x, b = tensor(parameters["w"]), tensor(parameters["x"]), parameters["b"]
    step = torch.linalg.lstsq(w[None], (-b - w @ x)[None, None]).solution[:, 0]  # smallest step with w·(x + step) = −b
    return float(torch.linalg.vector_norm(step) * torch.sign(w @ x + b))


ORACLES = {
    "linear-models.gen-hinge-loss": hinge_loss,
    "linear-models.gen-margin-violations": margin_violations,
    "linear-models.gen-parameters": parameter_count,
    "linear-models.gen-boundary-distance": boundary_distance,
}
