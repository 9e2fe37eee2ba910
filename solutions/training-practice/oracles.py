"""Answers to the generated questions by torch and by simulation."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the usual name

Parameters = dict[str, Any]


def expected_loss(parameters: Parameters) -> float:
    """torch's losses on constant logits."""
    if "C" in parameters:
        C = parameters["C"]
        loss = F.cross_entropy(torch.zeros(C, C, dtype=torch.float64), torch.arange(C))
        return float(loss) + parameters["lambda"] * parameters["squares"] / 2
    if "m" in parameters:
        labels = torch.zeros(parameters["m"], dtype=torch.float64)
        labels[: parameters["positives"]] = 1
        logits = torch.full_like(labels, parameters["bias"])
        return float(F.binary_cross_entropy_with_logits(logits, labels, reduction=parameters["reduce"]))
    labels = torch.zeros(1000, dtype=torch.float64)
    labels[: round(1000 * parameters["rate"])] = 1
    low, high = -10.0, 10.0  # the mean loss is least where its derivative by the bias vanishes
    for _ in range(80):
        bias = torch.tensor((low + high) / 2, dtype=torch.float64, requires_grad=True)
        F.binary_cross_entropy_with_logits(bias.expand(1000), labels).backward()
        low, high = (float(bias.detach()), high) if bias.grad < 0 else (low, float(bias.detach()))
    if parameters["ask"] == "bias":
        return low
    return float(F.binary_cross_entropy_with_logits(torch.full_like(labels, low), labels))


def update_ratio(parameters: Parameters) -> float:
    """A real step of torch's SGD; the rate by trying it out."""
    if "w" in parameters:
        w = torch.nn.Parameter(torch.tensor(parameters["w"], dtype=torch.float64))
        optimizer = torch.optim.SGD([w], lr=parameters["lr"], momentum=parameters["mu"])
        optimizer.state[w]["momentum_buffer"] = torch.tensor(parameters["v"], dtype=torch.float64)
        w.grad = torch.tensor(parameters["g"], dtype=torch.float64)
        before = w.detach().clone()
        optimizer.step()
        return float((w.detach() - before).norm() / before.norm())
    w, g = np.array([parameters["nw"], 0.0]), np.array([0.0, parameters["ng"]])
    unit = np.linalg.norm(g) / np.linalg.norm(w)
    return float(
        parameters["goal"] / unit if "goal" in parameters else np.linalg.norm(parameters["lr"] * g) / np.linalg.norm(w)
    )


def ema(parameters: Parameters) -> float:
    """Step by step."""
    beta = parameters["beta"]
    if "share" in parameters:
        left, n = 1.0, 0
        while left > parameters["share"]:
            left, n = left * beta, n + 1
        return n
    values = parameters["values"] if "values" in parameters else [parameters["target"]] * parameters["n"]
    state = np.float64(parameters["start"])
    for v in values:
        state += (1 - beta) * (v - state)
    return float(state)


def effective_batch(parameters: Parameters) -> float:
    """Counting examples; the rate from examples per step."""
    examples = len(
        [None for _ in range(parameters["k"]) for _ in range(parameters["d"]) for _ in range(parameters["b"])]
    )
    if "n" in parameters:
        return len(range(examples, parameters["n"] + 1, examples))
    return parameters["rate"] / parameters["base"] * examples if "rate" in parameters else examples


def loss_scale(parameters: Parameters) -> int:
    """numpy's float16 says what is normal and what is infinite; dynamic scaling as GradScaler does it."""
    if "g" in parameters:
        scale = 1
        with np.errstate(over="ignore"):
            if parameters["ask"] == "low":
                while np.float64(scale * parameters["g"]) < np.finfo(np.float16).tiny:
                    scale *= 2
                return scale
            while np.isfinite(np.float16(2 * scale * parameters["g"])):
                scale *= 2
        return scale
    log, tracker = int(np.log2(parameters["start"])), 0
    for i in range(1, parameters["steps"] + 1):
        found = i in parameters["bad"]
        tracker = 0 if found else tracker + 1
        grow = tracker == parameters["interval"]
        log += int(grow) - int(found)
        tracker = 0 if grow else tracker
    return 2**log


def loader_workers(parameters: Parameters) -> float:
    """The first number that keeps up; rates instead of times."""
    rate = 1 / parameters["each"] / parameters["batch"]  # batches per ms of one process
    if "have" not in parameters:
        return next(n for n in range(1, 100) if n * rate >= 1 / parameters["gpu"])
    pace = min(parameters["have"] * rate, 1 / parameters["gpu"])
    waiting = 100 * (1 - pace * parameters["gpu"])
    return 1 / pace if parameters["ask"] == "pace" else waiting


def accumulate_tokens(parameters: Parameters) -> float:
    """The loss token by token; the weights as torch's gradient of the accumulated loss."""
    tokens = parameters["tokens"]
    if "losses" in parameters:
        return float(np.concatenate([np.full(n, loss) for n, loss in zip(tokens, parameters["losses"], strict=True)]).mean())
    batches = [torch.ones(n, dtype=torch.float64, requires_grad=True) for n in tokens]
    for batch in batches:
        (batch.mean() / len(batches)).backward()
    weights = sorted((len(batch), float(batch.grad[0])) for batch in batches)
    return weights[0][1] / weights[-1][1]


ORACLES = {
    "training-practice.gen-expected-loss": expected_loss,
    "training-practice.gen-update-ratio": update_ratio,
    "training-practice.gen-ema": ema,
    "training-practice.gen-effective-batch": effective_batch,
    "training-practice.gen-loss-scale": loss_scale,
    "training-practice.gen-loader-workers": loader_workers,
    "training-practice.gen-accumulate-tokens": accumulate_tokens,
}
