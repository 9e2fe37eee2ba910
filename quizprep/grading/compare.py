"""Whether two answers are the same, part by part, as diagnosis needs it: no message, no failure, just a verdict."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from quizprep.grading.carried import Ref
from quizprep.grading.recording import Path, items_of

TOLERANCE = {"float64": 1e-7, "complex128": 1e-7, "float32": 2e-5, "complex64": 2e-5, "float16": 4e-3, "bfloat16": 3e-2}
"""Relative to the scale of what is wanted, by the coarser dtype."""


def numbers(value: Any) -> bool:
    """Whether a list or tuple is numbers all through, so that it may be compared as an array."""
    if isinstance(value, list | tuple):
        return bool(value) and all(numbers(v) for v in value)
    return isinstance(value, int | float | np.generic) and not isinstance(value, bool)


def is_tensor(value: Any) -> bool:
    """Whether `value` is a torch tensor, without importing torch."""
    return type(value).__module__.partition(".")[0] == "torch"


def tensor_array(value: Any) -> Any:
    """A tensor's values as an array."""
    detached = value.detach()
    return detached.float().numpy() if str(detached.dtype) == "torch.bfloat16" else detached.numpy()


def dtype_of(value: Any) -> str:
    """The dtype's name; for a number just its kind (an int is not a float); "" for what has none."""
    if isinstance(value, bool | int | float | complex | np.generic):
        return str(np.asarray(value).dtype.kind) if not isinstance(value, int) or abs(value) < 1 << 63 else "i"
    dtype = getattr(value, "dtype", None)
    return _name(dtype) if dtype is not None else ""


@lru_cache(256)
def _name(dtype: Any) -> str:
    """NumPy and torch make it anew each time they are asked."""
    return str(dtype).removeprefix("torch.")


def _tolerance(value: Any) -> float:
    dtype = getattr(value, "dtype", None)
    return TOLERANCE.get(_name(dtype), 0.0) if dtype is not None else 0.0


def leaves(value: Any, path: Path = ()) -> dict[Path, Any]:
    """The parts that are compared as one: arrays, tensors, numbers, texts, None, by their place."""
    found: dict[Path, Any] = {}
    _gather(value, path, found)
    return found


def _gather(value: Any, path: Path, found: dict[Path, Any]) -> None:
    if isinstance(value, list | tuple | dict) and not (type(value) is list and numbers(value)):
        if not value:
            found[*path, "len"] = 0
        for key, part in items_of(value):
            _gather(part, (*path, key), found)
    else:
        found[path] = value


def array_of(value: Any) -> Any:
    """A leaf as an array; None where it is none."""
    if is_tensor(value):
        return tensor_array(value)
    if isinstance(value, np.ndarray | np.generic | bool | int | float | complex) or type(value) is list:
        try:
            array = np.asarray(value)
        except (ValueError, OverflowError):
            return None
        return array if array.dtype != object else None
    return None


def same(a: Any, b: Any, *, each: bool = False) -> bool:
    """Whether two leaves agree: equal shape and values within tolerance, or equal texts, or both an object.

    The tolerance is relative to the scale of all of `b`, or (`each`) to each element.
    """
    if isinstance(a, float) and isinstance(b, float):  # NumPy's float64 is one; there are thousands where a check draws
        return _close(float(a), float(b))
    if isinstance(a, Ref) or isinstance(b, Ref):
        return isinstance(a, Ref) and isinstance(b, Ref)
    x, y = array_of(a), array_of(b)
    if x is None or y is None:
        return x is y and type(a) is type(b) and bool(a == b)
    if x.shape != y.shape or (x.ndim and is_tensor(a) != is_tensor(b)):  # where a number is asked for, a tensor of one may do
        return False
    return bool(near(x, y, max(_tolerance(a), _tolerance(b)) or 1e-7, each=each).all())


def _close(a: float, b: float) -> bool:
    """As `near`, of two numbers."""
    return a == b or (a != a and b != b) or (math.isfinite(b) and abs(a - b) <= TOLERANCE["float64"] * abs(b))


def near(x: Any, y: Any, tolerance: float, *, each: bool = False) -> Any:
    """Elementwise: equal, both nan, or within `tolerance` times the largest finite |y| (or |y| itself)."""
    with np.errstate(all="ignore"):
        if x.dtype.kind in "biu" and y.dtype.kind in "biu":
            return np.asarray(x == y)
        finite = np.abs(y[np.isfinite(y)]) if y.ndim else np.abs(y[np.isfinite(y)].reshape(-1))
        scale = np.where(np.isfinite(y), np.abs(y), 0.0) if each else float(finite.max()) if finite.size else 0.0
        return np.asarray(
            (x == y) | (np.isnan(x) & np.isnan(y)) | (np.abs(x.astype(np.complex128) - y) <= tolerance * scale)
        )
