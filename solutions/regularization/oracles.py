"""Answers to the generated questions: enumeration of masks, autograd, numerical minimization, torch's optimizers."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the usual name

Parameters = dict[str, Any]


def tensor(values: Any) -> torch.Tensor:
    """A float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


def dropout_expectation(parameters: Parameters) -> float:
    """Every mask with its probability."""
    h, w, p = np.array(parameters["h"]), np.array(parameters["w"]), parameters["p"]
    if parameters["ask"] == "mask":
        return float(w @ (h * np.array(parameters["mask"]) / (1 - p)))
    scale = 1 / (1 - p) if parameters["ask"] == "std" else 1.0
    masks = np.array(list(product([0, 1], repeat=len(h))))
    chances = np.prod(np.where(masks == 1, 1 - p, p), axis=1)
    sums = (masks * scale * h) @ w
    mean = chances @ sums
    return float(np.sqrt(chances @ (sums - mean) ** 2) if parameters["ask"] == "std" else mean)


def penalty(parameters: Parameters) -> float:
    """By torch's norms."""
    w, lam = tensor(parameters["w"]), parameters["lambda"]
    one, two = torch.linalg.vector_norm(w, 1), torch.linalg.vector_norm(w, 2) ** 2 / 2
    share = {"L1": 1.0, "L2": 0.0, "elastic": parameters["alpha"]}[parameters["kind"]]
    return float(lam * torch.lerp(two, one, tensor(share)))


def penalized_step(parameters: Parameters) -> list[str]:
    """Autograd and torch's SGD on a loss with that gradient."""
    w = torch.nn.Parameter(tensor(parameters["w"]))
    loss = tensor(parameters["g"]) @ w + parameters["l1"] * w.abs().sum() + parameters["l2"] / 2 * (w**2).sum()
    loss.backward()
    values = w.grad
    if parameters["lr"]:
        torch.optim.SGD([w], lr=parameters["lr"]).step()
        values = w.detach()
    return [f"{round(x, 8):.10g}" for x in values.tolist()]


def soft_threshold(parameters: Parameters) -> float:
    """The least value on a fine grid; for the count, λ on a grid and the condition of optimality at 0."""
    a = np.array(parameters["a"])
    if parameters["count"]:
        grid = np.round(np.arange(0, 5, 0.01), 2)
        # 0 is optimal where the objective rises to both sides
        small = 1e-6
        at = [
            sum(all(0.5 * (s - x) ** 2 + lam * small >= 0.5 * x**2 - 1e-11 for s in (small, -small)) for x in a)
            for lam in grid
        ]
        return float(grid[np.argmax(np.array(at) >= parameters["count"])])
    grid = np.round(np.arange(-5, 5.0001, 0.01), 2)[:, None]
    best = grid[np.argmin(0.5 * (grid - a) ** 2 + parameters["lambda"] * np.abs(grid), axis=0), 0]
    return float(best[0] if len(a) == 1 else np.abs(best).sum())


def which_fix(parameters: Parameters) -> str | list[str]:
    """The differences of the errors, in a row."""
    row = [parameters[k] for k in ("human", "train", "val", "users") if k in parameters]
    order = np.array(["bias", "variance", "mismatch"])[np.argsort(-np.diff(row))]
    if "options" in parameters:
        return next(text for text, kind in parameters["options"].items() if kind == order[0])
    return [letter for kind in order for letter, k in parameters["letters"].items() if k == kind]


def label_smoothing(parameters: Parameters) -> float:
    """F.cross_entropy's own label smoothing; targets are minus its gradients by the log-probabilities."""
    K, eps = parameters["K"], parameters["eps"]
    if "p" in parameters:
        logits = tensor(parameters["p"]).log()[None]
        return float(F.cross_entropy(logits, torch.tensor([parameters["index"]]), label_smoothing=eps))
    z = torch.zeros(1, K, dtype=torch.float64, requires_grad=True)
    if "true" in parameters:
        F.cross_entropy(z, torch.tensor([0]), label_smoothing=eps).backward()
        target = torch.softmax(z, 1) - z.grad  # the gradient is p − q
        return target.tolist()[0][0 if parameters["true"] else 1]
    low, high = 0.0, 50.0  # the gradient of the true class's logit rises with the gap
    for _ in range(100):
        middle = (low + high) / 2
        z = torch.zeros(1, K, dtype=torch.float64)
        z[0, 0] = middle
        z.requires_grad_()
        F.cross_entropy(z, torch.tensor([0]), label_smoothing=eps).backward()
        low, high = (middle, high) if z.grad[0, 0] < 0 else (low, middle)
    return low


def patience(parameters: Parameters) -> int:
    """A counter of bad epochs, as in Keras."""
    best, kept, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(parameters["losses"], 1):
        bad += 1
        if round(best - loss, 4) > parameters["delta"]:
            best, kept, bad = loss, epoch, 0
        if bad == parameters["patience"]:
            return kept if parameters["ask"] == "kept" else epoch
    raise AssertionError("never stopped")


def ensemble(parameters: Parameters) -> float:
    """The quadratic form of the covariance matrix with equal weights."""
    v, c = parameters["v"], parameters["c"]

    def error(k: int) -> float:
        matrix = np.full((k, k), c) + (v - c) * np.eye(k)
        ones = np.full(k, 1 / k)
        return float(ones @ matrix @ ones)

    if "k" in parameters:
        return error(parameters["k"])
    return next(k for k in range(1, 1000) if error(k) <= parameters["goal"])


def decay_steps(parameters: Parameters) -> float:
    """torch's own optimizer, fed zero gradients."""
    w = torch.nn.Parameter(tensor([parameters["w"]]))
    kind = getattr(torch.optim, parameters["optimizer"])
    optimizer = kind([w], lr=parameters["lr"], weight_decay=parameters["wd"], eps=1e-12)
    for _ in range(parameters["n"]):
        w.grad = torch.zeros_like(w)
        optimizer.step()
    return float(w.detach()[0])


ORACLES = {
    "regularization.gen-dropout-expectation": dropout_expectation,
    "regularization.gen-penalty": penalty,
    "regularization.gen-penalized-step": penalized_step,
    "regularization.gen-soft-threshold": soft_threshold,
    "regularization.gen-which-fix": which_fix,
    "regularization.gen-label-smoothing": label_smoothing,
    "regularization.gen-patience": patience,
    "regularization.gen-ensemble": ensemble,
    "regularization.gen-decay-steps": decay_steps,
}
