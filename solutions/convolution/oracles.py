"""Independent answers to the generated questions: torch builds the layer, we look at what it does."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode


def _build(code: str) -> nn.Module:
    with torch.device("meta"):
        return eval(code, {"nn": nn})


def shape(parameters: dict) -> list[int]:
    """The code that the question shows, run on the meta device."""
    x = torch.empty(1, *parameters["input"], device="meta")
    return list(_build(parameters["code"])(x).shape[1:])


def count(parameters: dict) -> int:
    """The parameters of the module that the question shows."""
    return sum(p.numel() for p in _build(parameters["code"]).parameters() if p.requires_grad)


def _flops(module: nn.Module, *size: int) -> int:
    with FlopCounterMode(display=False) as counter:
        module(torch.empty(1, *size, device="meta"))
    return counter.get_total_flops()


def macs(parameters: dict) -> float:
    """Millions of multiply-adds: half of what torch counts as floating-point operations."""
    return _flops(_build(parameters["code"]), *parameters["input"]) / 2 / 1e6


def dilated(parameters: dict) -> int | list[int]:
    """The shape, or the span of the inputs that one output depends on."""
    if parameters["ask"] == "shape":
        return shape(parameters)
    return receptive_field({"layers": [["conv", parameters["k"], 1, parameters["d"]]]})


def receptive_field(parameters: dict) -> int:
    """First to last input with a gradient from one middle unit, in real float64 layers of weight one."""
    layers = []
    for kind, k, s, d in parameters["layers"]:
        if kind == "pool":
            layers.append(nn.AvgPool1d(k, s))
        else:
            conv = nn.Conv1d(1, 1, k, stride=s, dilation=d, bias=False, dtype=torch.float64)
            nn.init.constant_(conv.weight, 1.0)
            layers.append(conv)
    x = torch.ones(1, 1, 1500, dtype=torch.float64, requires_grad=True)
    y = nn.Sequential(*layers)(x)
    (gradient,) = torch.autograd.grad(y[0, 0, y.shape[-1] // 2], x)
    touched = gradient[0, 0].nonzero().flatten()
    return int(touched[-1] - touched[0]) + 1


def separable_ratio(parameters: dict) -> float:
    """The cost of both blocks as torch counts it."""
    M, N, k, n = (parameters[name] for name in ("M", "N", "k", "n"))
    with torch.device("meta"):
        standard = _flops(nn.Conv2d(M, N, k, padding=k // 2, bias=False), M, n, n)
        depthwise = _flops(nn.Conv2d(M, M, k, padding=k // 2, groups=M, bias=False), M, n, n)
        pointwise = _flops(nn.Conv2d(M, N, 1, bias=False), M, n, n)
    both = depthwise + pointwise
    return {"ratio": both / standard, "times": standard / both, "pointwise share": 100 * pointwise / both}[
        parameters["ask"]
    ]


def same_padding(parameters: dict) -> int:
    """Try one padding after another until the convolution gives the length wanted."""
    n, k, s, d = (parameters[name] for name in ("n", "k", "s", "d"))
    side = parameters["ask"] == "side"
    x, weight = torch.ones(1, 1, n), torch.ones(1, 1, k)
    for p in range(200):
        padded = F.pad(x, (p, p) if side else (0, p))
        if padded.shape[-1] > d * (k - 1) and F.conv1d(padded, weight, stride=s, dilation=d).shape[-1] >= -(-n // s):
            return p
    raise ValueError("no padding found")


def sliding_window(parameters: dict) -> int:
    """The columns that unfold makes: one for each window."""
    x = torch.ones(1, 1, *parameters["input"])
    return F.unfold(x, parameters["kernel"], padding=parameters["padding"], stride=parameters["stride"]).shape[-1]


ORACLES = {
    "convolution.gen-conv-output": shape,
    "convolution.gen-pool-output": shape,
    "convolution.gen-transposed-output": shape,
    "convolution.gen-dilated-output": dilated,
    "convolution.gen-stack-shape": shape,
    "convolution.gen-parameters": count,
    "convolution.gen-macs": macs,
    "convolution.gen-receptive-field": receptive_field,
    "convolution.gen-separable-ratio": separable_ratio,
    "convolution.gen-same-padding": same_padding,
    "convolution.gen-sliding-window": sliding_window,
}
