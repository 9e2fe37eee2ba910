"""Answers to the generated questions by counting, by torch's layers and by brute force over codes."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import torch

Parameters = dict[str, Any]


def codebook(parameters: Parameters) -> float:
    """Bits counted from the arrays that would be stored."""
    n = parameters["n"]
    if "ratio" in parameters:
        sizes = [2**b for b in range(1, 16)]
        return max(k for k in sizes if 32 * n / (n * np.log2(k) + 32 * k) >= parameters["ratio"])
    k, kept = parameters["k"], parameters["kept"]
    stored = np.full(kept, np.ceil(np.log2(k)) + parameters["position"]).sum() + np.zeros(k, np.float32).nbytes * 8
    return float(np.zeros(n, np.float32).nbytes * 8 / stored)


def break_even(parameters: Parameters) -> int:
    """The last rank that is small enough, counting up."""
    r = 0
    while True:
        size = (r + 1) * parameters["each"]
        limit = parameters["whole"] / parameters["factor"]
        if size > limit or (parameters["factor"] == 1 and size >= limit):
            return r
        r += 1


def group_cost(parameters: Parameters) -> int:
    """Weights of the torch layers, on the meta device."""
    p = parameters

    def weights(groups: int) -> int:
        layer = torch.nn.Conv2d(p["cin"], p["cout"], p["k"], groups=groups, bias=False, device="meta")
        return layer.weight.numel()

    if p["ask"] == "weights":
        return weights(p["g"])
    positions = p["size"] ** 2
    return positions * (weights(p["g"]) if p["ask"] == "macs" else weights(1) - weights(p["g"]))


def huffman(parameters: Parameters) -> Any:
    """The best of all lengths that a prefix code can have (Kraft), by trying them."""
    counts = np.array(parameters["counts"])
    lengths = np.array(list(product(range(1, len(counts)), repeat=len(counts))))
    lengths = lengths[(0.5**lengths).sum(axis=1) <= 1 + 1e-12]
    bits = lengths @ counts
    if parameters["ask"] == "lengths":
        best = lengths[bits == bits.min()]
        assert len(best) == 1, "the lengths are not unique"
        return [str(x) for x in best[0]]
    return int(bits.min()) if parameters["ask"] == "bits" else float(3200 / bits.min())


def int8(parameters: Parameters) -> Any:
    """numpy's rounding, with the unrounded scale where only integers are asked."""
    if "w" in parameters:
        return float(np.abs(np.array(parameters["w"])).max() / np.iinfo(np.int8).max)
    scale = np.round((parameters["high"] - parameters["low"]) / np.iinfo(np.uint8).max, 5)
    zero = np.rint(-parameters["low"] / scale)
    q = np.clip(np.rint(parameters["x"] / scale) + zero, 0, 255)
    if parameters["ask"] == 2:
        return [f"{scale:.5f}", str(int(zero)), str(int(q))]
    return float(scale * (q - zero))


def binary_filter(parameters: Parameters) -> float:
    """Least squares for the scale."""
    w, x = np.array(parameters["w"]), np.array(parameters["x"])
    sign = np.sign(w)
    alpha, error, *_ = np.linalg.lstsq(sign[:, None], w, rcond=None)
    return float([alpha[0], alpha[0] * sign @ x, error[0]][parameters["ask"] - 1])


ORACLES = {
    "compression.gen-codebook": codebook,
    "compression.gen-break-even-rank": break_even,
    "compression.gen-group-cost": group_cost,
    "compression.gen-huffman": huffman,
    "compression.gen-int8": int8,
    "compression.gen-binary-filter": binary_filter,
}
