"""Answers to the generated questions: the networks are built in torch, paths are walked one by one."""

from __future__ import annotations

from itertools import product
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

Parameters = dict[str, Any]


def tensor(values: Any) -> torch.Tensor:
    """A float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


class Block(nn.Module):
    """A basic (expansion 1) or bottleneck (expansion 4) block with a projection where the shape changes."""

    def __init__(self, cin: int, width: int, stride: int, expansion: int) -> None:
        super().__init__()
        out = width * expansion

        def conv(a: int, b: int, k: int, s: int = 1) -> list[nn.Module]:
            return [nn.Conv2d(a, b, k, stride=s, padding=k // 2, bias=False), nn.BatchNorm2d(b)]

        if expansion == 1:
            self.branch = nn.Sequential(*conv(cin, width, 3, stride), nn.ReLU(), *conv(width, width, 3))
        else:
            self.branch = nn.Sequential(
                *conv(cin, width, 1), nn.ReLU(), *conv(width, width, 3, stride), nn.ReLU(), *conv(width, out, 1)
            )
        self.shortcut = nn.Sequential(*conv(cin, out, 1, stride)) if stride > 1 or cin != out else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """ReLU of the sum."""
        return torch.relu(self.branch(x) + self.shortcut(x))


def window(n: int, k: int, stride: int = 1) -> int:
    """The size that a window of k with 'half' padding leaves, by sliding torch's own over zeros."""
    return F.avg_pool1d(torch.zeros(1, 1, n), k, stride, k // 2).shape[2]


def stage_shape(parameters: Parameters) -> list[int]:
    """Slide every window of every block over each axis; both ways of a block must meet."""
    kernels = [3, 3] if parameters["expansion"] == 1 else [1, 3, 1]
    sizes = []
    for n in parameters["input"][1:]:
        if parameters["stem"]:
            n = window(window(n, 7, 2), 3, 2)
        for _, blocks, stride in parameters["stages"]:
            for s in [stride] + [1] * (blocks - 1):
                branch, moved = n, kernels.index(3)
                for place, k in enumerate(kernels):
                    branch = window(branch, k, s if place == moved else 1)
                assert branch == window(n, 1, s)
                n = branch
        sizes.append(n)
    return [parameters["stages"][-1][0] * parameters["expansion"], *sizes]


def block_parameters(parameters: Parameters) -> int:
    """Build it and count."""
    kind = parameters["kind"]
    with torch.device("meta"):
        if kind == "basic":
            block = Block(parameters["cin"], parameters["cout"], parameters["stride"], 1)
        else:
            block = Block(parameters["cin"], parameters["width"], parameters["stride"], 4)
    return sum(p.numel() for p in block.parameters())


def residual_gradient(parameters: Parameters) -> float | list[str]:
    """Autograd."""
    x = tensor(parameters["x"]).requires_grad_()
    if "w" in parameters:
        y = x + tensor(parameters["w"]) @ torch.relu(x)
        y.backward(tensor(parameters["g"]))
        return [f"{v:.10g}" for v in x.grad.tolist()]
    y = x
    for a, b in parameters["weights"]:
        y = y + b * torch.relu(a * y)
    y.backward()
    return float(x.grad)


def paths(parameters: Parameters) -> int:
    """Walk all paths; the first blocks are the deleted ones."""
    n, k, gone = parameters["n"], parameters["k"], parameters["gone"]
    walks = [w for w in product((0, 1), repeat=n) if not any(w[:gone])]
    return sum(1 for w in walks if k is None or sum(w) == k)


def dense_channels(parameters: Parameters) -> int:
    """Concatenate real maps."""

    def block(x: torch.Tensor, depth: int) -> tuple[torch.Tensor, list[nn.Conv2d]]:
        convs = []
        for _ in range(depth):
            convs.append(nn.Conv2d(x.shape[1], parameters["k"], 3, padding=1, bias=False, device="meta"))
            x = torch.cat([x, convs[-1](x)], dim=1)
        return x, convs

    x, convs = block(torch.empty(1, parameters["k0"], 3, 3, device="meta"), parameters["depth"])
    if parameters["layer"]:
        return convs[parameters["layer"] - 1].weight.numel()
    if parameters["second"]:
        x, _ = block(x[:, : int(0.5 * x.shape[1])], parameters["second"])
    return x.shape[1]


ORACLES = {
    "residual-networks.gen-stage-shape": stage_shape,
    "residual-networks.gen-block-parameters": block_parameters,
    "residual-networks.gen-residual-gradient": residual_gradient,
    "residual-networks.gen-paths": paths,
    "residual-networks.gen-dense-channels": dense_channels,
}
