"""Answers to the generated questions by torch.optim in float64, and by counting bytes of real optimizers."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

Parameters = dict[str, Any]
O = torch.optim


def parameter(values: Any) -> torch.nn.Parameter:
    """A float64 parameter."""
    return torch.nn.Parameter(torch.tensor(values, dtype=torch.float64))


def one_step(p: Parameters) -> float:
    """torch's optimizer with its state set by hand."""
    w, kind, lr = parameter([p["w"]]), p["kind"], p["lr"]
    grad = torch.tensor([p["g"]], dtype=torch.float64)
    if kind == "nesterov":  # autograd at the look-ahead point, then torch's SGD from w with that gradient
        ahead = parameter([p["w"] + p["mu"] * p["v"]])
        (p["a"] * ahead**2).sum().backward()
        grad = ahead.grad
    w.grad = grad

    def state(value: float) -> torch.Tensor:
        return torch.tensor([value], dtype=torch.float64)

    if kind in ("momentum", "nesterov", "momentum-b"):
        optimizer: Any = O.SGD([w], lr=lr, momentum=p["mu"])
        optimizer.state[w]["momentum_buffer"] = state(p["v"] if kind == "momentum-b" else -p["v"] / lr)
    elif kind == "adagrad":
        optimizer = O.Adagrad([w], lr=lr, initial_accumulator_value=p["r"], eps=0.0)
    elif kind == "rmsprop":
        optimizer = O.RMSprop([w], lr=lr, alpha=p["rho"], eps=0.0)
        optimizer.state[w].update(step=torch.tensor(0.0), square_avg=state(p["r"]))
    else:
        cls = O.AdamW if kind == "adamw" else O.Adam
        optimizer = cls([w], lr=lr, betas=(p["b1"], p["b2"]), eps=0.0, weight_decay=p["decay"])
        optimizer.state[w].update(step=torch.tensor(float(p["t"] - 1)), exp_avg=state(p["m"]), exp_avg_sq=state(p["v"]))
    optimizer.step()
    return float(w.detach())


def make(kind: str, w: Any, lr: float) -> Any:
    """torch's optimizer of that name, ε practically 0."""
    return {
        "sgd": lambda: O.SGD([w], lr=lr), "gd": lambda: O.SGD([w], lr=lr), "momentum": lambda: O.SGD([w], lr=lr, momentum=0.9),
        "adagrad": lambda: O.Adagrad([w], lr=lr, eps=0.0), "adaptive": lambda: O.Adagrad([w], lr=lr, eps=0.0),
        "rmsprop": lambda: O.RMSprop([w], lr=lr, alpha=0.9, eps=0.0), "adam": lambda: O.Adam([w], lr=lr, eps=0.0),
    }[kind]()  # fmt: skip


def walk(kind: str, curvatures: Any, start: Any, lr: float, steps: int) -> np.ndarray:
    """The positions on ½ Σ cᵢ·wᵢ², the start first."""
    c = torch.tensor(curvatures, dtype=torch.float64)
    if kind == "nesterov":  # by the textbook form, the gradient from autograd
        w, v, found = torch.tensor(start, dtype=torch.float64), torch.zeros(2, dtype=torch.float64), [start]
        for _ in range(steps):
            ahead = (w + 0.9 * v).requires_grad_()
            (0.5 * (c * ahead**2).sum()).backward()
            v = 0.9 * v - lr * ahead.grad
            w = w + v
            found.append(w.tolist())
        return np.array(found)
    w = parameter(start)
    optimizer, found = make(kind, w, lr), [start]
    for _ in range(steps):
        optimizer.zero_grad()
        (0.5 * (c * w**2).sum()).backward()
        optimizer.step()
        found.append(w.detach().tolist())
    return np.array(found)


def three_steps(p: Parameters) -> list[str]:
    """torch.optim on the quadratic."""
    path = walk(p["kind"], [2 * p["a"], 2 * p["b"]], p["start"], p["lr"], 3)
    return [f"{x:.4f}" for x in (path[1][0], path[2][0], path[2][1], path[3][1])]


def effective_step(p: Parameters) -> float:
    """The last step of a real run with the gradients given."""
    w = parameter([0.0])
    if p["mode"] == "momentum":
        optimizer, gradients = O.SGD([w], lr=p["lr"], momentum=p["mu"]), [p["g"]] * 3000
    elif p["mode"] == "adagrad":
        optimizer, gradients = O.Adagrad([w], lr=p["lr"], eps=0.0), [p["g"]] * p["steps"]
    elif p["mode"] == "rmsprop":
        optimizer, gradients = O.RMSprop([w], lr=p["lr"], alpha=p["rho"], eps=0.0), [p["g"]] * p["steps"]
    elif p["mode"] == "pulse":
        optimizer, gradients = O.Adam([w], lr=1.0, betas=(p["b1"], p["b2"]), eps=0.0), [0.7] + [0.0] * (p["steps"] - 1)
    else:  # moments by sums over all gradients, no correction
        k = np.arange(p["steps"])
        m, v = ((1 - p["b1"]) * p["b1"] ** k * 0.7).sum(), ((1 - p["b2"]) * p["b2"] ** k * 0.49).sum()
        return float(m / np.sqrt(v))
    before = 0.0
    for g in gradients:
        before = float(w.detach())
        w.grad = torch.tensor([g], dtype=torch.float64)
        optimizer.step()
    return abs(float(w.detach()) - before)


BYTES: dict[tuple[str, int], float] = {}


def state_memory(p: Parameters) -> float:
    """Bytes per parameter, counted on a real optimizer of 1000 parameters after one step."""
    name, level = p["name"], p["level"]
    if (name, level) not in BYTES:
        w = torch.nn.Parameter(torch.ones(1000))
        w.grad = torch.ones(1000)
        optimizer = {
            "SGD with momentum": lambda: O.SGD([w], lr=0.1, momentum=0.9), "RMSProp": lambda: O.RMSprop([w]),
            "Adam": lambda: O.Adam([w]), "AdamW": lambda: O.AdamW([w]),
        }[name]()  # fmt: skip
        optimizer.step()
        tensors = [x for x in optimizer.state[w].values() if torch.is_tensor(x) and x.numel() == 1000]
        if level == 2:
            tensors += [w.data, w.grad]
        if level == 3:
            tensors += [w.data, w.data.bfloat16(), w.grad.bfloat16()]
        BYTES[name, level] = sum(x.numel() * x.element_size() for x in tensors) / 1000
    return p["millions"] * BYTES[name, level] / 1000


def newton_step(p: Parameters) -> float:
    """numpy's polynomial derivatives."""
    f = np.poly1d(p["coefficients"])
    return float(p["x"] - f.deriv()(p["x"]) / f.deriv(2)(p["x"]))


NAMES = {"gd": "gradient descent", "momentum": "momentum", "adaptive": "Adagrad"}


def trajectories(p: Parameters) -> str:
    """Each drawn path is compared with real runs."""
    found = {}
    for letter in "AB":
        drawn = np.array(p[letter])
        errors = {
            kind: np.abs(walk(kind, [1.0, p["k"]], [p["x"], p["y"]], p[kind], len(drawn) - 1) - drawn).max() for kind in NAMES
        }  # fmt: skip
        found[letter] = min(errors, key=errors.__getitem__)
        assert errors[found[letter]] < 1e-9, errors
    return f"A: {NAMES[found['A']]}, B: {NAMES[found['B']]}"


ORACLES = {
    "optimizers.gen-one-step": one_step,
    "optimizers.gen-three-steps": three_steps,
    "optimizers.gen-effective-step": effective_step,
    "optimizers.gen-state-memory": state_memory,
    "optimizers.gen-newton-step": newton_step,
    "optimizers.gen-trajectories": trajectories,
}
