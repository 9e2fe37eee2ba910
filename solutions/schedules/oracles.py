"""Answers to the generated questions by PyTorch's own schedulers, root finding and closed forms."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import torch
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    MultiStepLR,
    ReduceLROnPlateau,
    StepLR,
)

Parameters = dict[str, Any]


def optimizer(lr: float) -> torch.optim.SGD:
    """An optimizer of one parameter."""
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)


def after(sgd: torch.optim.SGD, scheduler: Any, steps: int) -> float:
    """The rate after so many calls of `step`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(steps):
            sgd.step()
            scheduler.step()
    return float(sgd.param_groups[0]["lr"])


def root(f: Any, low: float, high: float) -> float:
    """Where the falling function f is 0."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return (low + high) / 2


def step(p: Parameters) -> float:
    """StepLR or MultiStepLR."""
    sgd = optimizer(p["start"])
    if "marks" in p:
        return after(sgd, MultiStepLR(sgd, p["marks"], p["gamma"]), p["epoch"])
    scheduler = StepLR(sgd, p["size"], p["gamma"])
    if "bound" not in p:
        return after(sgd, scheduler, p["epoch"])
    epoch = 0
    while after(sgd, scheduler, 0 if epoch == 0 else 1) >= p["bound"]:
        epoch += 1
    return epoch


def exponential(p: Parameters) -> float:
    """ExponentialLR; the decay by root finding."""
    if p["mode"] == "solve":
        return root(lambda k: p["start"] * np.exp(-k * p["epochs"]) - p["end"], 0.0, 10.0)
    sgd = optimizer(p["start"])
    gamma = p["gamma"] if p["mode"] == "gamma" else float(np.exp(-p["k"]))
    return after(sgd, ExponentialLR(sgd, gamma), p["epoch"])


def inverse_time(p: Parameters) -> float:
    """LambdaLR; times by root finding."""
    if p["mode"] == "rate":
        sgd = optimizer(p["start"])
        return after(sgd, LambdaLR(sgd, lambda t: 1 / (1 + p["k"] * t)), p["epoch"])
    first = root(lambda t: 1 / (1 + p["k"] * t) - 1 / p["factor"], 0.0, 1e6)
    if p["mode"] == "time":
        return first
    return root(lambda t: 1 / (1 + p["k"] * t) - 0.5 / p["factor"], 0.0, 1e6) - first


def cosine(p: Parameters) -> float:
    """CosineAnnealingLR; times by root finding."""
    if p["mode"] == "time":
        return root(lambda t: (1 + np.cos(np.pi * t / p["total"])) / 2 - p["share"], 0.0, p["total"])
    sgd = optimizer(p["top"])
    return after(sgd, CosineAnnealingLR(sgd, p["total"], p["low"]), p["epoch"])


def warm_up(p: Parameters) -> float:
    """LinearLR; the cosine by a half-angle; the Transformer's rule tabulated."""
    if p["mode"] == "noam":
        steps = np.arange(1, 100_001, dtype=np.float64)
        rates = p["width"] ** -0.5 * np.where(steps < p["warm"], steps / p["warm"] ** 1.5, 1 / np.sqrt(steps))
        return float(rates[p["step"] - 1])
    sgd = optimizer(p["peak"])
    rise = LinearLR(sgd, start_factor=1e-9, end_factor=1.0, total_iters=p["warm"])
    if p["mode"] == "linear":
        return after(sgd, rise, p["step"])
    time = (p["step"] - p["warm"]) / (p["total"] - p["warm"])
    return float(p["peak"] * np.cos(np.pi * time / 2) ** 2)  # ½(1 + cos 2a) = cos² a


def plateau(p: Parameters) -> float:
    """ReduceLROnPlateau itself."""
    sgd = optimizer(p["start"])
    scheduler = ReduceLROnPlateau(sgd, mode="min", factor=p["factor"], patience=p["patience"])
    for loss in p["losses"]:
        scheduler.step(loss)
    return float(sgd.param_groups[0]["lr"])


def curves(p: Parameters) -> list[str]:
    """Each drawn curve is recognised by its own features."""
    found = {}
    for letter, values in zip("ABCD", p["points"], strict=False):
        y = np.array(values) / p["peak"]
        x = np.linspace(0, 1, len(y))
        change = np.diff(y)
        if y[0] < 0.01:
            name = "warmup"
        elif np.mean(np.abs(change) < 1e-9) > 0.5:
            name = "step"
        elif np.allclose(y, 1 - x, atol=1e-3):
            name = "linear"
        elif np.allclose(y, np.cos(np.pi * x / 2) ** 2, atol=1e-3):
            name = "cosine"
        else:  # the logarithm of an exponential is straight, the reciprocal of 1/t decay is
            bend = np.abs(np.diff(np.log(y), 2)).max()
            name = "exponential" if bend < np.abs(np.diff(1 / y, 2)).max() else "inverse"
        found[name] = letter
    return [found[name] for name in p["order"]]


def loss_curves(p: Parameters) -> list[str]:
    """The second moments in closed form; each rate gets the curve that it fits."""
    answer = []
    a = np.array(p["curvatures"])
    times = np.arange(0, 81, 10)[:, None]
    for rate in p["rates"]:
        q = (1 - rate * a) ** 2
        moments = q**times * p["start"] + rate**2 * p["noise"] * (1 - q**times) / (1 - q)
        losses = np.minimum(0.5 * (a * moments).sum(axis=1), 1e6)  # a diverging curve is cut there
        fits = {letter: np.abs(np.minimum(values, 1e6) / losses - 1).max() for letter, values in p["curves"].items()}
        best = min(fits, key=fits.__getitem__)
        assert fits[best] < 1e-5, fits
        answer.append(best)
    return answer


ORACLES = {
    "schedules.gen-step": step,
    "schedules.gen-exponential": exponential,
    "schedules.gen-inverse-time": inverse_time,
    "schedules.gen-cosine": cosine,
    "schedules.gen-warm-up": warm_up,
    "schedules.gen-plateau": plateau,
    "schedules.gen-curves": curves,
    "schedules.gen-loss-curves": loss_curves,
}
