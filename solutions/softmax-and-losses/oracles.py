"""Answers to the generated questions by torch in float64: its losses, distributions and autograd."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - the usual name
from torch.distributions import Categorical, kl_divergence

Parameters = dict[str, Any]


def tensor(values: Any) -> torch.Tensor:
    """A float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


def in_base(nats: torch.Tensor, base: int | str) -> float:
    """A number of nats in the base asked for."""
    return float(nats / torch.log(tensor(2.0)) if base == 2 else nats)


def softmax_one(parameters: Parameters) -> float:
    """One entry of torch's softmax."""
    return float(F.softmax(tensor(parameters["scores"]), dim=0)[parameters["index"]])


def softmax_three(parameters: Parameters) -> list[str]:
    """All of it, by way of log-softmax."""
    return [f"{x:.3f}" for x in torch.log_softmax(tensor(parameters["scores"]), dim=0).exp().tolist()]


def entropy(parameters: Parameters) -> float:
    """The entropy of torch's categorical distribution."""
    return in_base(Categorical(probs=tensor(parameters["p"])).entropy(), parameters["base"])


def cross_entropy(parameters: Parameters) -> float:
    """F.cross_entropy with soft targets; log q serves as logits."""
    logits = tensor(parameters["q"]).log()
    return in_base(F.cross_entropy(logits[None], tensor(parameters["p"])[None]), parameters["base"])


def kl(parameters: Parameters) -> float:
    """torch's registered divergence of two categoricals."""
    p, q = Categorical(probs=tensor(parameters["p"])), Categorical(probs=tensor(parameters["q"]))
    return in_base(kl_divergence(p, q), parameters["base"])


def nll(parameters: Parameters) -> float:
    """The mean of F.nll_loss."""
    loss = F.nll_loss(tensor(parameters["rows"]).log(), torch.tensor(parameters["targets"]))
    return in_base(loss, parameters["base"])


def gradient(parameters: Parameters) -> list[str]:
    """Autograd through F.cross_entropy."""
    start = tensor(parameters["scores"]) if parameters["scores"] else tensor(parameters["p"]).log()
    logits = start.requires_grad_()
    F.cross_entropy(logits[None], tensor(parameters["target"])[None]).backward()
    return [f"{x:.{parameters['decimals']}f}" for x in logits.grad.tolist()]


def initial_loss(parameters: Parameters) -> float:
    """The loss of zero logits, or of the log-frequencies on a hundred labels in proportion."""
    if "frequencies" in parameters:
        f = tensor(parameters["frequencies"])
        counts = (f * 100).round().long()
        labels = torch.repeat_interleave(torch.arange(len(f)), counts)  # a hundred examples
        return float(F.cross_entropy(f.log().expand(len(labels), -1), labels))
    total = 0.0
    for count, weight in zip(parameters["classes"], parameters["weights"], strict=True):
        logits = torch.zeros(4, count, dtype=torch.float64)
        total += weight * float(F.cross_entropy(logits, torch.tensor([0, 1, count - 1, 0])))
    return total


def temperature(parameters: Parameters) -> float:
    """softmax(z / T), or T by bisection."""
    scores = tensor(parameters["scores"])
    if "wanted" not in parameters:
        return float(F.softmax(scores / parameters["temperature"], dim=0)[parameters["index"]])
    cold, hot = 0.01, 100.0  # the first probability falls as T rises: bisect
    for _ in range(100):
        middle = (cold + hot) / 2
        too_sure = float(F.softmax(scores / middle, dim=0)[0]) > parameters["wanted"]
        cold, hot = (middle, hot) if too_sure else (cold, middle)
    return cold


def two_class(parameters: Parameters) -> float:
    """Two-class softmax, or torch's logit."""
    if "wanted" in parameters:
        return float(torch.logit(tensor(parameters["wanted"]))) + parameters["known"]
    return float(F.softmax(tensor(parameters["logits"]), dim=0)[parameters["index"]])


ORACLES = {
    "softmax-and-losses.gen-softmax-one": softmax_one,
    "softmax-and-losses.gen-softmax-three": softmax_three,
    "softmax-and-losses.gen-entropy": entropy,
    "softmax-and-losses.gen-cross-entropy": cross_entropy,
    "softmax-and-losses.gen-kl": kl,
    "softmax-and-losses.gen-nll": nll,
    "softmax-and-losses.gen-gradient": gradient,
    "softmax-and-losses.gen-initial-loss": initial_loss,
    "softmax-and-losses.gen-temperature": temperature,
    "softmax-and-losses.gen-two-class": two_class,
}
