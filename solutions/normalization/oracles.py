"""Answers to the generated questions by torch's own layers in float64, and by counting."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import torch
from torch import nn

Parameters = dict[str, Any]


def tensor(values: Any) -> torch.Tensor:
    """A float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


def layer(eps: float, gamma: float, beta: float) -> nn.BatchNorm1d:
    """A batch norm of one feature with its γ and β."""
    bn = nn.BatchNorm1d(1, eps=eps or 1e-13).double()  # torch wants it positive
    with torch.no_grad():
        bn.weight.fill_(gamma)
        bn.bias.fill_(beta)
    return bn


def bn_output(parameters: Parameters) -> float:
    """torch's batch norm in training mode."""
    bn = layer(parameters["eps"], parameters["gamma"], parameters["beta"])
    return float(bn(tensor(parameters["x"])[:, None]).detach()[parameters["index"], 0])


def train_and_eval(parameters: Parameters) -> list[str]:
    """The same layer in both modes, the running statistics set by hand."""
    bn = layer(0.0, parameters["gamma"], parameters["beta"])
    bn.running_mean.fill_(parameters["mean"])
    bn.running_var.fill_(parameters["var"])
    x, i = tensor(parameters["x"])[:, None], parameters["index"]
    in_eval = float(bn.eval()(x).detach()[i, 0])
    in_train = float(bn.train()(x).detach()[i, 0])
    return [f"{in_train + 0.0:.2f}", f"{in_eval + 0.0:.2f}"]


def running_mean(parameters: Parameters) -> float:
    """torch's running mean over batches of two values with the wanted means; Keras's momentum is turned over."""
    momentum = parameters["momentum"] if parameters["framework"] == "PyTorch" else 1 - parameters["momentum"]
    bn = nn.BatchNorm1d(1, momentum=momentum).double()
    bn.running_mean.fill_(parameters["start"])
    for mean in parameters["means"]:
        bn(tensor([[mean - 1.0], [mean + 1.0]]))
    return float(bn.running_mean)


def running_var(parameters: Parameters) -> float:
    """torch's running variance."""
    bn = nn.BatchNorm1d(1, momentum=parameters["momentum"]).double()
    bn.running_var.fill_(parameters["start"])
    bn(tensor(parameters["x"])[:, None])
    return float(bn.running_var)


def groups_of(kind: str, shape: list[int], groups: int) -> np.ndarray:
    """For each element, a label of the mean it belongs to."""
    n, c, _, _ = np.indices(shape)
    of = {"batch": c, "layer": n, "instance": n * shape[1] + c, "group": n * groups + c // (shape[1] // groups)}
    return of[kind]


def number_of_means(parameters: Parameters) -> int:
    """Label every element with its mean and count."""
    labels, counts = np.unique(
        groups_of(parameters["kind"], parameters["shape"], parameters["groups"]), return_counts=True
    )
    assert len(set(counts)) == 1
    return int(counts[0]) if parameters["each"] else len(labels)


def marked_cube(parameters: Parameters) -> int:
    """The same counts, or the entries of torch's weight and bias."""
    kind, shape, groups = parameters["kind"], parameters["shape"], parameters["groups"]
    if parameters["ask"] == "learned":
        c = shape[1]
        module = {
            "batch": nn.BatchNorm2d(c),
            "instance": nn.InstanceNorm2d(c, affine=True),
            "group": nn.GroupNorm(groups, c),
        }[kind]
        return sum(p.numel() for p in module.parameters())
    return number_of_means({"kind": kind, "shape": shape, "groups": groups, "each": parameters["ask"] == "inside"})


def parameter_count(parameters: Parameters) -> int:
    """Build it and count."""
    module = eval(parameters["code"], {"nn": nn})  # noqa: S307 - our own code
    return sum(p.numel() for p in module.parameters())


def pooled_variance(parameters: Parameters) -> float:
    """Make samples with these moments, put them together, take their variance."""
    parts = []
    for mu, var, size in zip(parameters["mu"], parameters["var"], parameters["size"], strict=True):
        half = size // 2
        parts += [np.full(half, mu - sqrt(var)), np.full(half, mu + sqrt(var))]
    return float(np.var(np.concatenate(parts)))


ORACLES = {
    "normalization.gen-bn-output": bn_output,
    "normalization.gen-train-and-eval": train_and_eval,
    "normalization.gen-running-mean": running_mean,
    "normalization.gen-running-var": running_var,
    "normalization.gen-number-of-means": number_of_means,
    "normalization.gen-cube": marked_cube,
    "normalization.gen-parameter-count": parameter_count,
    "normalization.gen-pooled-variance": pooled_variance,
}
