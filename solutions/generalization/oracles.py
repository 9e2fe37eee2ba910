"""Answers to the generated questions by numpy: curves are judged by their numbers alone."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

Parameters = dict[str, Any]


def curves(parameters: Parameters) -> str:
    """Rules on the numbers of the curves; exactly one must hold."""
    train, val, goal = np.array(parameters["train"]), np.array(parameters["val"]), parameters["goal"]
    end = slice(-5, None)
    near = train[end].mean() < goal + 0.1 and val[end].mean() < goal + 0.2
    close = abs(val[end].mean() - train[end].mean()) < 0.15
    falling = train[-6] - train[-1] > 0.15 and val[-6] - val[-1] > 0.15
    flat = np.ptp(train[end]) < 0.05
    held = {
        "rate": np.abs(np.diff(train[5:])).mean() > 0.3,
        "nothing": train.min() > 2.2 and train.max() < 2.4,
        "overfitting": val[-1] > val.min() + 0.3 and train[-1] <= train.min() + 0.02 and train[-1] < goal,
        "short": close and falling and np.diff(train).max() < 0.02,
        "underfitting": close and flat and 0.5 + goal < train[-1] < 2.0,
        "good": close and near and flat,
    }
    if parameters["users"]:
        far = np.array(parameters["users"])[10:] - val[10:]
        held["mismatch"] = near and close and far.min() > 0.5
        held["good"] = held["good"] and far.max() < 0.2
    found = [name for name, true in held.items() if true]
    assert len(found) == 1, (found, parameters)
    return parameters["texts"][found[0]]


def kfold(parameters: Parameters) -> Any:
    """Folds are really made by numpy."""
    k = parameters["k"]
    if parameters.get("ask") == "count":
        runs = list(product(range(parameters["configs"]), range(k), range(parameters["seeds"])))
        return len([*runs, "the last one"])
    folds = np.array_split(np.arange(parameters["n"]), k)
    sizes = np.array([len(f) for f in folds])
    train = parameters["n"] - sizes
    if "ask" in parameters:
        return int(train[0])
    return [str((sizes == sizes.max()).sum()), str(sizes.max()), str(train.min())]


def bias_variance(parameters: Parameters) -> float:
    """Numpy; the whole error as a mean over models and noise of two points."""
    y, f = np.array(parameters["y"]), parameters["f"]
    if parameters["ask"] == 1:
        return float((y.mean() - f) ** 2)
    if parameters["ask"] == 2:
        return float(y.var())
    s = np.sqrt(parameters["noise"])
    targets = f + np.array([-s, s])
    return float(((targets[:, None] - y) ** 2).mean())


def largest_gap(parameters: Parameters) -> str:
    """The largest difference of neighbours."""
    errors = [parameters["errors"][k] for k in ("human", "train", "kind", "val", "test")]
    return parameters["texts"][["bias", "variance", "mismatch", "tuned"][int(np.argmax(np.diff(errors)))]]


def leaderboard(parameters: Parameters) -> float:
    """Binomial sums; the standard error from a list of hits and misses."""
    if "m" in parameters:
        missed = np.full(parameters["m"], 1 - parameters["p"])
        return float(1 - np.exp(np.log(missed).sum()))
    q = parameters["q"]
    if "n" in parameters:
        hits = np.repeat([1.0, 0.0], [round(q * 100), 100 - round(q * 100)])
        return float(100 * hits.std() / np.sqrt(parameters["n"]))
    n = np.arange(1, 200_000)
    return int(n[np.argmax(100 * np.sqrt(q * (1 - q) / n) <= parameters["points"] * (1 + 1e-12))])


def power_law(parameters: Parameters) -> float:
    """A straight line through logarithms."""
    if "b" in parameters:
        return float(np.exp(np.log(parameters["e1"]) - parameters["b"] * np.log(parameters["factor"])))
    slope, start = np.polyfit(np.log(parameters["n"]), np.log(parameters["e"]), 1)
    if "at" in parameters:
        return float(np.exp(start + slope * np.log(parameters["at"])))
    return float(np.exp((np.log(parameters["goal"]) - start) / slope) / 1000)


ORACLES = {
    "generalization.gen-curves": curves,
    "generalization.gen-kfold": kfold,
    "generalization.gen-bias-variance": bias_variance,
    "generalization.gen-largest-gap": largest_gap,
    "generalization.gen-leaderboard": leaderboard,
    "generalization.gen-power-law": power_law,
}
