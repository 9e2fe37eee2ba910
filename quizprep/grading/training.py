"""What the checks of a training task are written with: one run, what its model answers, and how good that is.

Everything here runs in the trusted process; the submission trains and answers in a worker. What goes wrong with a run gets its
own sentence (`Mishap`), so that a check need not think of it.
"""

from __future__ import annotations

import math
from typing import Any, NoReturn

from quizprep.grading.carried import Function
from quizprep.grading.checking import CheckFailure, Log
from quizprep.grading.compare import is_tensor
from quizprep.grading.show import show
from quizprep.grading.solution import Handle, Solution

__all__ = ["Log", "Mishap", "accuracy", "falls", "fell_short", "fit", "logits", "reaches"]

TOO_LARGE = 0.5
"""A step that changes the weights by this share of their size is no step: right trainings of the tasks stay below 0.2, of whatever style."""

_IS_MODULE = "lambda m: isinstance(m, torch.nn.Module)"
_LOGITS = """lambda m, x, device, batch, eval_mode: (
    (lambda was: (
        m.train(False) if eval_mode else None,
        torch.no_grad()(lambda: [m(part.to(device)) for part in x.split(batch)])(),
        m.train(was) if eval_mode else None,
    )[1])(m.training)
)"""

measured: list[dict[str, Any]] = []
"""What `reaches` measured in the check under way; the examiner empties it."""


class Mishap(CheckFailure):
    """A run that went wrong in a way that has a name: see `quizprep.grading.mishaps`."""

    def __init__(self, name: str, message: str, got: str = "", expected: str = "", **facts: Any) -> None:
        self.name, self.facts = name, facts
        super().__init__(message, got, expected)


def fit(
    solution: Solution,
    model: Handle,
    *data: Any,
    device: str,
    seed: int,
    entry: str = "train",
    returns_model: bool = True,
    **more: Any,
) -> Any:
    """Train: call ``entry(model, *data, device=…, seed=…, log=…, **more)`` of the submission.

    Returns:
        The trained module's `Handle`; with `returns_model` false whatever came back.

    Raises:
        Mishap: None or no module came back, or the logged loss stopped being finite.
    """
    answer = getattr(solution, entry)(model, *data, device=device, seed=seed, log=Log(), **more)
    _finite_loss(solution)
    if not returns_model:
        return answer
    if answer is None:
        raise Mishap("returned-none", f"{entry} returned None; is `return model` missing?", "None", "the trained model")
    if not isinstance(answer, Handle) or solution.apply(Function(_IS_MODULE), answer) is not True:
        got = repr(answer) if isinstance(answer, Handle) else show(answer)
        raise Mishap("no-model", f"{entry} must return the trained model", got, "a torch.nn.Module")
    return answer


def _finite_loss(solution: Solution) -> None:
    for entry in solution.logged():
        for name, value in entry.items():
            if "loss" in name and isinstance(value, float) and not math.isfinite(value):
                step, total = entry["step"], entry["total"]
                of = f" of {total}" if total else ""
                message = f"the logged {name} is {value} from step {step}{of} on"
                raise Mishap("nan-loss", message, f"{name} = {value}", "a finite number", step=step, value=str(value))


def logits(
    solution: Solution,
    model: Handle,
    x: Any,
    *,
    device: str,
    classes: int = 10,
    batch: int = 500,
    eval_mode: bool = True,
) -> Any:
    """What the model answers, without gradients, in batches of `batch`.

    Args:
        x: (N, …) tensor, sent as it is and moved to `device` over there.
        classes: columns that the answer must have.
        eval_mode: whether the model is put into evaluation mode for it (and back), or taken as it is.

    Returns:
        A (N, classes) float32 tensor on the CPU.

    Raises:
        Mishap: another shape, no tensor, or values that are not finite.
    """
    parts = solution.apply(Function(_LOGITS), model, x, device, batch, eval_mode)
    wanted = (len(x), classes)
    first = parts[0] if isinstance(parts, list | tuple) and parts else parts
    if not isinstance(parts, list) or not all(is_tensor(p) for p in parts):
        got = show(first) if not isinstance(first, Handle) else repr(first)
        raise Mishap("no-logits", "the model must answer one tensor of logits", got, f"a tensor of shape {wanted}")
    rows = [min(batch, len(x) - at) for at in range(0, len(x), batch)]
    for part, count in zip(parts, rows, strict=True):
        if tuple(part.shape) != (count, classes):
            raise Mishap(
                "wrong-shape", f"for {count} inputs the model answers a tensor of shape {tuple(part.shape)}",
                f"shape {tuple(part.shape)}", f"shape {(count, classes)}: a row of {classes} logits for each input",
            )  # fmt: skip
    import torch

    found = torch.cat([p.detach().float() for p in parts])
    if not bool(torch.isfinite(found).all()):
        bad = int((~torch.isfinite(found).all(dim=1)).sum())
        raise Mishap(
            "nan-logits",
            f"for {bad} of {len(x)} inputs the trained model answers nan or inf",
            show(found),
            "finite logits",
        )
    return found


def accuracy(logits: Any, y: Any) -> float:
    """The share of rows of `logits` (N, C) whose largest entry is at the label `y` (N,)."""
    import numpy as np

    found = np.asarray(logits).argmax(axis=1)
    return float((found == np.asarray(y)).mean())


def reaches(share: float, at_least: float, *, n: int, what: str = "accuracy", step: float = 0.0) -> None:
    """`share`, measured on `n` samples, is at least `at_least`; the report tells it in any case.

    Args:
        step: the largest step of the training (`largest_step`), which explains a failure where it is far too large.
    """
    measured.append({"what": what, "value": float(share), "at_least": float(at_least), "n": int(n)})
    if not share >= at_least:
        message = f"{what} on {n} new samples: {share:.1%}; at least {at_least:.1%} is needed"
        fell_short(message, f"{share:.2%}", f"at least {at_least:.2%}", step=step)


def fell_short(message: str, got: str = "", expected: str = "", *, step: float = 0.0) -> NoReturn:
    """Fail a check of what a training reached; a largest `step` beyond `TOO_LARGE` is named as the reason."""
    if step >= TOO_LARGE:
        raise Mishap("learning-rate-too-high", message, got, expected, step=step)
    raise CheckFailure(message, got, expected)


def falls(logged: list[dict[str, Any]], name: str = "loss", *, to: float) -> None:
    """The last tenth of what was logged as `name` is on average below `to` times the first tenth."""
    values = [e[name] for e in logged if isinstance(e.get(name), float)]
    if len(values) < 10:
        message = f"{name} was logged {len(values)} times; call log(step, total, {name}=…) at every step"
        raise CheckFailure(message, f"{len(values)} entries", "at least 10")
    tenth = max(1, len(values) // 10)
    first, last = sum(values[:tenth]) / tenth, sum(values[-tenth:]) / tenth
    if not last < to * first:
        message = f"the {name} does not fall: {first:.4g} at the beginning, {last:.4g} at the end"
        raise CheckFailure(message, f"{last:.4g}", f"below {to * first:.4g}")
