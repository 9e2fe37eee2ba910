"""Answers to the generated questions by simulation: quantiles of a fine grid, real grids, real queues."""

from __future__ import annotations

import heapq
from itertools import product
from typing import Any

import numpy as np

Parameters = dict[str, Any]


def log_share(parameters: Parameters) -> float:
    """Quantiles and shares of a log-spaced grid of a million points."""
    x = np.logspace(parameters["a"], parameters["b"], 1_000_001)
    if "share" in parameters:
        return float(np.quantile(x, parameters["share"]))
    return float((x < parameters["cut"]).mean())


def grid_random(parameters: Parameters) -> Any:
    """The grid itself; the number of trials by counting up."""
    if "share" in parameters:
        missed, n = 1.0, 0
        while 1 - missed < parameters["sure"]:
            missed, n = missed * (1 - parameters["share"]), n + 1
        return n
    grid = np.array(list(product(*map(range, parameters["ks"]))))
    draws = np.random.default_rng(0).random(grid.shape)
    axis = parameters["axis"]
    return [str(len(grid)), str(len(np.unique(grid[:, axis]))), str(len(np.unique(draws[:, axis])))]


def halving(parameters: Parameters) -> int:
    """Every configuration with the epoch at which it ends."""
    counts, ends = parameters["counts"], parameters["ends"]
    if parameters["ask"] == "scratch":
        return int(np.dot(counts, ends))
    last = [max(e for c, e in zip(counts, ends, strict=True) if i < c) for i in range(counts[0])]
    return sum(last) if parameters["ask"] == "continued" else sum(ends[-1] - e for e in last)


def queue(jobs: int, workers: int, hours: float, start: float = 0.0) -> float:
    """When the last of so many jobs is done."""
    free = [start] * workers
    end = start
    for _ in range(jobs):
        end = heapq.heappop(free) + hours
        heapq.heappush(free, end)
    return max(free)


def cluster_time(parameters: Parameters) -> float:
    """A queue of GPUs."""
    workers, hours = parameters["workers"], parameters["hours"]
    end = queue(parameters["trials"] * parameters["folds"], workers, hours)
    if parameters["keep"]:
        end = queue(parameters["keep"], workers, parameters["long"] - hours, end)
    return int(end)


ORACLES = {
    "hyperparameters.gen-log-share": log_share,
    "hyperparameters.gen-grid-random": grid_random,
    "hyperparameters.gen-halving": halving,
    "hyperparameters.gen-cluster-time": cluster_time,
}
