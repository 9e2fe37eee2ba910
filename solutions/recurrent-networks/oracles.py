"""Answers to the generated questions by torch's own cells and autograd in float64."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

Parameters = dict[str, Any]


def tensor(values: Any) -> torch.Tensor:
    """A float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


@torch.no_grad()
def lstm_step(parameters: Parameters) -> list[str]:
    """nn.LSTMCell; given gates are turned into the biases that produce them."""
    cell = nn.LSTMCell(1, 1).double()
    for p in cell.parameters():
        p.zero_()
    order = ("i", "f", "g", "o")  # torch's
    x = h = 0.0
    if parameters["level"] == 1:
        bias = [
            float(torch.atanh(tensor(parameters[k]))) if k == "g" else float(torch.logit(tensor(parameters[k])))
            for k in order
        ]
        cell.bias_ih.copy_(tensor(bias))
    elif parameters["level"] == 2:
        cell.bias_ih.copy_(tensor([parameters["pre"][k] for k in order]))
    else:
        rows = tensor([parameters["w"][k] for k in order])
        cell.weight_ih.copy_(rows[:, :1])
        cell.weight_hh.copy_(rows[:, 1:2])
        cell.bias_hh.copy_(rows[:, 2])
        x, h = parameters["x"], parameters["h"]
    hidden, state = cell(tensor([[x]]), (tensor([[h]]), tensor([[parameters["old"]]])))
    return [f"{float(state):.2f}", f"{float(hidden):.2f}"]


def parameter_count(parameters: Parameters) -> int:
    """Build it and count; with one bias, leave out torch's second."""
    module = eval(parameters["code"], {"nn": nn})  # noqa: S307 - our own code
    return sum(
        p.numel() for n, p in module.named_parameters() if parameters["biases"] == 2 or not n.startswith("bias_hh")
    )


def what_is_kept(parameters: Parameters) -> float:
    """Run the cell, or search the gate by bisection."""
    if "keep" in parameters:
        low, high = 0.0, 1.0
        for _ in range(100):
            middle, left = (low + high) / 2, 1.0
            for _ in range(parameters["n"]):
                left *= middle
            low, high = (middle, high) if left < parameters["keep"] else (low, middle)
        return low
    cell = tensor(parameters["old"])
    for f, add in zip(parameters["f"], parameters["add"], strict=True):
        cell = torch.addcmul(tensor(add), tensor(f), cell)
    return float(cell)


@torch.no_grad()
def gru_step(parameters: Parameters) -> float:
    """nn.GRUCell, or torch.lerp between old state and candidate."""
    old = tensor(parameters["old"])
    if "z" in parameters:
        start, end = (tensor(parameters["n"]), old) if parameters["torch"] else (old, tensor(parameters["n"]))
        return float(torch.lerp(start, end, tensor(parameters["z"])))
    cell = nn.GRUCell(1, 1).double()
    for p in cell.parameters():
        p.zero_()
    cell.weight_ih[2] = parameters["a"]
    cell.weight_hh[2] = parameters["b"]
    cell.bias_ih.copy_(tensor([parameters["pre_r"], parameters["pre_z"], 0.0]))
    return float(cell(tensor([[parameters["x"]]]), old.reshape(1, 1)))


def bptt(parameters: Parameters) -> float:
    """Autograd, with the state detached where the chunk begins."""
    w, h = tensor(parameters["w"]).requires_grad_(), tensor(0.0)
    for place, x in enumerate(parameters["x"]):
        if place == len(parameters["x"]) - parameters["keep"]:
            h = h.detach()
        h = w * h + x
    loss = 0.5 * (h - parameters["target"]) ** 2 if parameters["square"] else h
    return float(torch.autograd.grad(loss, w)[0])


ORACLES = {
    "recurrent-networks.gen-lstm-step": lstm_step,
    "recurrent-networks.gen-parameter-count": parameter_count,
    "recurrent-networks.gen-what-is-kept": what_is_kept,
    "recurrent-networks.gen-gru-step": gru_step,
    "recurrent-networks.gen-bptt": bptt,
}
