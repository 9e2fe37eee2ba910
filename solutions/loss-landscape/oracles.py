"""Answers to the generated questions by torch's autograd and eigenvalues, DataLoader and optimizer loops."""

from __future__ import annotations

import statistics
from typing import Any

import torch
from torch.utils.data import BatchSampler

Parameters = dict[str, Any]


def function(terms: list[list[int]]):
    """The polynomial of `terms`, each a coefficient with the powers of x and y."""
    return lambda p: sum(c * p[0] ** i * p[1] ** j for c, i, j in terms)


def hessian(parameters: Parameters) -> list[str]:
    """torch.autograd.functional.hessian and torch.linalg.eigvalsh."""
    f, at = function(parameters["terms"]), torch.tensor(parameters["at"], dtype=torch.float64)
    slope = torch.autograd.functional.jacobian(f, at)
    assert torch.allclose(slope, torch.zeros_like(slope))
    low, high = torch.linalg.eigvalsh(torch.autograd.functional.hessian(f, at)).tolist()
    verdict = "minimum" if low > 0 else "maximum" if high < 0 else "saddle"
    return [str(round(low)), str(round(high)), verdict]


def escape(parameters: Parameters) -> float:
    """The function evaluated at the new point."""
    direction = torch.tensor(parameters["direction"], dtype=torch.float64)
    step = direction / torch.linalg.vector_norm(direction) * parameters["step"]
    return float(function(parameters["terms"])(step))


def verdict(parameters: Parameters) -> str:
    """By the eigenvalues of a random symmetric matrix that has them."""
    values = torch.tensor(parameters["eigenvalues"], dtype=torch.float64)
    q = torch.linalg.qr(
        torch.randn(len(values), len(values), dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    )[0]
    found = torch.linalg.eigvalsh(q @ torch.diag(values) @ q.T)
    up, down = bool((found > 1e-6).any()), bool((found < -1e-6).any())
    flat = bool((found.abs() <= 1e-6).any())
    if parameters["gradient"]:
        return "no critical point"
    if up and down:
        return "a saddle point"
    if flat:
        return "second order doesn't tell"
    return "a local minimum" if up else "a local maximum"


def quadratic(parameters: Parameters) -> tuple[torch.Tensor, torch.Tensor]:
    """Eigenvalues and eigenvectors of the Hessian of a quadratic."""
    a, b, c = parameters["coefficients"]
    return torch.linalg.eigh(torch.tensor([[2 * a, b], [b, 2 * c]], dtype=torch.float64))


def contour(parameters: Parameters) -> str:
    """By the signs of the eigenvalues."""
    low, high = quadratic(parameters)[0].tolist()
    if abs(low) < 1e-9:
        return "a point of a flat valley"
    return "an isolated minimum" if low > 0 else "an isolated maximum" if high < 0 else "a saddle point"


def contour_escape(parameters: Parameters) -> str:
    """The direction that lies along the eigenvector of the smaller eigenvalue."""
    vector = quadratic(parameters)[1][:, 0]
    named = {"±(1, 0)": (1, 0), "±(0, 1)": (0, 1), "±(1, 1)": (1, 1), "±(1, −1)": (1, -1)}
    return max(
        named, key=lambda n: abs(float(vector @ torch.nn.functional.normalize(torch.tensor(named[n]).double(), dim=0)))
    )


def updates(parameters: Parameters) -> int:
    """The length of torch's BatchSampler, over the examples of one update."""
    size = parameters["batch"] * parameters["devices"] * parameters["steps"]
    sampler = BatchSampler(range(parameters["examples"]), size, parameters["drop"])
    return sum(len(sampler) for _ in range(parameters["epochs"]))


def gradient_noise(parameters: Parameters) -> float:
    """By the variance of a mean: variances of independent terms add up."""
    if parameters["ask"] == "batch":
        batch = parameters["batch"]
        wanted = 1 / (batch * parameters["factor"] ** 2)  # variance of the mean, in units of the per-example one
        size = batch
        while abs(1 / size - wanted) > 1e-15:
            size += 1
        return size
    if parameters["ask"] == "moved":
        single = parameters["noise"] ** 2 * parameters["batch"]
        return (single / parameters["to"]) ** 0.5
    batch, sigma = parameters["batch"], parameters["sigma"]
    pair = statistics.pstdev([-sigma, sigma])  # a variable of two values with this standard deviation
    return (sum(pair**2 for _ in range(batch)) / batch**2) ** 0.5


def linear_scaling(parameters: Parameters) -> float:
    """torch's LinearLR for the warm-up; the target by adding up the base rate for each base batch."""
    batch = parameters["own"] * parameters["devices"]
    target = sum(parameters["base"] / parameters["base_batch"] for _ in range(batch))
    if "warm" not in parameters:
        return target
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=target)
    factor = parameters["base"] / target
    if factor > 1:  # LinearLR wants factors up to 1
        return parameters["base"] + (target - parameters["base"]) * parameters["step"] / parameters["warm"]
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, factor, 1.0, total_iters=parameters["warm"])
    for _ in range(parameters["step"]):
        optimizer.step()
        schedule.step()
    return optimizer.param_groups[0]["lr"]


ORACLES = {
    "loss-landscape.gen-hessian": hessian,
    "loss-landscape.gen-escape": escape,
    "loss-landscape.gen-verdict": verdict,
    "loss-landscape.gen-contour": contour,
    "loss-landscape.gen-contour-escape": contour_escape,
    "loss-landscape.gen-updates": updates,
    "loss-landscape.gen-gradient-noise": gradient_noise,
    "loss-landscape.gen-linear-scaling": linear_scaling,
}
