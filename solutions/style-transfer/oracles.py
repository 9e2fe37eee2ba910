"""Answers to the generated questions by torch: einsum, differences along axes, instance norm."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - the usual name

Parameters = dict[str, Any]


def tensor(values: Any) -> torch.Tensor:
    """A float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


def gram(parameters: Parameters) -> list[str]:
    """einsum over places."""
    f = tensor(parameters["f"])
    g = torch.einsum("ik,jk->ij", f, f) / parameters["scale"]
    raw = parameters["scale"] == 1
    return [f"{float(g[i, j]) + 0:.10g}" if raw else f"{float(g[i, j]):.3f}" for i, j in parameters["wanted"]]


def style_loss(parameters: Parameters) -> float:
    """The mean squared difference of Gram matrices divided by 4M²: N² of the mean stands in the denominator."""
    g, a = (torch.cov(tensor(parameters[k]), correction=0) for k in ("f", "p"))  # centred, so put the means back
    mean_f, mean_p = tensor(parameters["f"]).mean(1), tensor(parameters["p"]).mean(1)
    g, a = g + torch.outer(mean_f, mean_f), a + torch.outer(mean_p, mean_p)  # now Gram matrices divided by M
    return parameters["weight"] * float(F.mse_loss(g, a)) / 4


def total_loss(parameters: Parameters) -> float:
    """A weighted sum, or the β at which the ratio of the parts is right."""
    style = float(tensor(parameters["layers"]).mean())
    part = parameters["alpha"] * parameters["content"]
    if "times" in parameters:
        return float(torch.linalg.solve(tensor([[style]]), tensor([parameters["times"] * part])))
    return float(
        tensor([parameters["alpha"], parameters["beta"], parameters["gamma"]])
        @ tensor([parameters["content"], style, parameters["tv"]])
    )


def total_variation(parameters: Parameters) -> float:
    """torch.diff along both axes."""
    image = tensor(parameters["image"])
    power = 2 if parameters["squared"] else 1
    return float(sum(torch.diff(image, dim=d).abs().pow(power).sum() for d in (0, 1)))


def adain(parameters: Parameters) -> float:
    """F.instance_norm, then the style's own statistics as weight and bias."""
    content, style = tensor(parameters["content"]), tensor(parameters["style"])
    normal = F.instance_norm(content[None, None], eps=1e-14)[0, 0]
    mixed = torch.lerp(content, normal * style.std(correction=0) + style.mean(), parameters["blend"])
    return float(mixed[parameters["content"].index(parameters["x"])])


ORACLES = {
    "style-transfer.gen-gram": gram,
    "style-transfer.gen-style-loss": style_loss,
    "style-transfer.gen-total-loss": total_loss,
    "style-transfer.gen-total-variation": total_variation,
    "style-transfer.gen-adain": adain,
}
