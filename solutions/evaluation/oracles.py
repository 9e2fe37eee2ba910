"""Answers to the generated questions from lists of single examples and integrated curves, by numpy and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

Parameters = dict[str, Any]


def examples(cm: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """True and predicted classes, one entry for each example (rows of `cm` are true classes)."""
    true, called = [], []
    for i, row in enumerate(cm):
        for j, n in enumerate(row):
            true += [i] * n
            called += [j] * n
    return np.array(true), np.array(called)


def f_beta(p: float, r: float, beta: float) -> float:
    """The weighted harmonic mean."""
    return (1 + beta**2) * p * r / (beta**2 * p + r)


def binary_metric(parameters: Parameters) -> float:
    """From the examples themselves; class 0 is the positive one."""
    cells = np.array(parameters["cells"])
    true, called = examples(cells.tolist() if parameters["by_rows"] else cells.T.tolist())
    is_pos, said = true == 0, called == 0
    p, r, s = (is_pos[said]).mean(), said[is_pos].mean(), (~said)[~is_pos].mean()
    return {
        "accuracy": (is_pos == said).mean(),
        "precision": p,
        "recall": r,
        "specificity": s,
        "fpr": said[~is_pos].mean(),
        "f1": f_beta(p, r, 1),
        "balanced": (r + s) / 2,
        "f2": f_beta(p, r, 2),
        "f0.5": f_beta(p, r, 0.5),
        "mcc": np.corrcoef(is_pos, said)[0, 1],
    }[parameters["metric"]]


def macro_micro(parameters: Parameters) -> float:
    """Micro from the examples' one-hot labels pooled; macro class by class."""
    true, called = examples(parameters["cm"])
    one_hot = [np.eye(3)[labels].astype(bool) for labels in (true, called)]

    def measure(is_it: np.ndarray, said: np.ndarray) -> float:
        p, r = is_it[said].mean(), said[is_it].mean()
        return {"precision": p, "recall": r, "f1": f_beta(p, r, 1)}[parameters["what"]]

    if parameters["way"] == "micro":
        return measure(one_hot[0].ravel(), one_hot[1].ravel())
    return float(np.mean([measure(one_hot[0][:, c], one_hot[1][:, c]) for c in range(3)]))


def confusion_cell(parameters: Parameters) -> float:
    """Bayes' theorem on shares."""
    n_pos, n_neg, r, q = (parameters[name] for name in ("positives", "negatives", "recall", "fpr"))
    if parameters["ask"] == 1:
        return round((1 - r) * n_pos)
    prior = n_pos / (n_pos + n_neg) if parameters["ask"] == 2 else parameters["share"]
    return 1 / (1 + (q / r) * (1 - prior) / prior)  # from the odds


def threshold_moves(parameters: Parameters) -> list[str]:
    """Means over boolean arrays."""
    scores, labels = np.array(parameters["rows"]).T
    is_pos, out = labels == 1, []
    for cut in parameters["cuts"]:
        said = scores >= cut
        p, r = is_pos[said].mean(), said[is_pos].mean()
        out += [p, r] + ([f_beta(p, r, 1)] if parameters["f1"] else [])
    return [f"{v + 1e-12:.2f}" for v in out]


def auc(parameters: Parameters) -> float:
    """The trapezoidal area under the curve of (FPR, TPR) as the threshold falls."""
    scores, labels = np.array(parameters["rows"]).T
    points = [(0.0, 0.0)]
    for cut in sorted(set(scores), reverse=True):
        said = scores >= cut
        points.append((said[labels == 0].mean(), said[labels == 1].mean()))
    fpr, tpr = np.array(points).T
    return float(np.trapezoid(tpr, fpr))


def cost_threshold(parameters: Parameters) -> float:
    """Expected costs compared: on a list, or by bisection of where they cross."""
    fp, fn, hit = parameters["fp"], parameters["fn"], parameters["hit"]

    def positive_is_cheaper(p: float) -> bool:
        return p * hit + (1 - p) * fp < p * fn

    if parameters["shown"]:
        return sum(positive_is_cheaper(p) for p in parameters["shown"])
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if positive_is_cheaper(middle) else (middle, high)
    return low


def ece(parameters: Parameters) -> float:
    """Gaps of sums instead of means: |right − expected right| over all examples."""
    counts, confidence, hits = (
        torch.tensor(parameters[n], dtype=torch.float64) for n in ("counts", "confidence", "hits")
    )
    return float((hits - counts * confidence).abs().sum() / counts.sum())


def top_k(parameters: Parameters) -> float:
    """torch.topk."""
    scores, true = torch.tensor(parameters["rows"]), torch.tensor(parameters["true"])
    return float((scores.topk(parameters["k"], dim=1).indices == true[:, None]).any(dim=1).double().mean())


ORACLES = {
    "evaluation.gen-binary-metric": binary_metric,
    "evaluation.gen-macro-micro": macro_micro,
    "evaluation.gen-confusion-cell": confusion_cell,
    "evaluation.gen-threshold-moves": threshold_moves,
    "evaluation.gen-auc": auc,
    "evaluation.gen-cost-threshold": cost_threshold,
    "evaluation.gen-ece": ece,
    "evaluation.gen-top-k": top_k,
}
