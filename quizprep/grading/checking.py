"""What checks compare with. Shapes are never broadcast, tolerances are relative to the scale of what is wanted.

A failed comparison raises `CheckFailure`, which carries what came back and what was expected as text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from quizprep.grading.carried import Function, Log, Rng
from quizprep.grading.compare import TOLERANCE, is_tensor, numbers, tensor_array
from quizprep.grading.recording import compared
from quizprep.grading.show import clip, show
from quizprep.grading.solution import Handle, Raised, Solution

__all__ = [
    "CheckFailure",
    "Function",
    "Log",
    "Rng",
    "close",
    "close_each",
    "fail",
    "gradient",
    "raises",
    "require",
    "statistic",
    "unchanged",
    "unequal",
]


class CheckFailure(Exception):
    """The submission answered, and the answer is wrong."""

    def __init__(self, message: str, got: str = "", expected: str = "", values: tuple[Any, Any] | None = None) -> None:
        self.message, self.got, self.expected, self.values = clip(message), got, expected, values
        super().__init__(self.message)


def fail(message: str, got: Any = "", expected: Any = "") -> NoReturn:
    """Fail the check with one sentence; `got` and `expected` are shown when given."""
    raise CheckFailure(
        message,
        clip(got) if isinstance(got, str) else show(got),
        expected if isinstance(expected, str) else show(expected),
        (got, expected),
    )


def require(condition: bool, message: str, got: Any = "", expected: Any = "") -> None:
    """Fail unless `condition`."""
    if not condition:
        fail(message, got, expected)


def close(got: Any, want: Any, *, tol: float | None = None, dtype: Any = None, what: str = "") -> None:
    """`got` equals `want`: type, shape, dtype if given, finite, then values.

    Args:
        tol: tolerance relative to max |want|; from the coarser dtype of the two when None.
        dtype: NumPy or torch dtype that `got` must have.
        what: which result this is, for the message.
    """
    _compare(got, want, tol, dtype, what, each=False)


def close_each(got: Any, want: Any, *, tol: float | None = None, dtype: Any = None, what: str = "") -> None:
    """As `close`, but the tolerance of each element is relative to that element."""
    _compare(got, want, tol, dtype, what, each=True)


def _compare(got: Any, want: Any, tol: float | None, dtype: Any, what: str, each: bool) -> None:
    prefix = f"{what}: " if what else ""
    compared(got)
    if isinstance(want, dict):
        _compare_dict(got, want, tol, dtype, what, each)
        return
    if isinstance(want, tuple | list) and not numbers(want):
        if not isinstance(got, tuple | list) or len(got) != len(want):
            fail(f"{prefix}{len(want)} values were expected, {_kind(got)} came back", got, want)
        for i, (g, w) in enumerate(zip(got, want, strict=True)):
            _compare(g, w, tol, dtype, f"{what} part {i + 1}".strip(), each)
        return
    if got is None and want is not None:
        fail(f"{prefix}None came back; is a `return` missing?", got, want)
    if want is None or isinstance(want, str | bytes):
        if type(got) is not type(want) or got != want:
            fail(f"{prefix}the answer differs", got, want)
        return
    g, w, got_type = _arrays(got, want, prefix)
    if g.shape != w.shape:
        fail(f"{prefix}the shape is {g.shape}, expected {w.shape}", got, want)
    if dtype is not None and got_type != _dtype_name(dtype):
        fail(f"{prefix}the dtype is {got_type}, expected {_dtype_name(dtype)}", got, want)
    _values(
        g, w, tol, prefix, (got_type, _dtype_name(want.dtype) if is_tensor(want) else w.dtype.name), each, (got, want)
    )


def _compare_dict(got: Any, want: dict[Any, Any], tol: float | None, dtype: Any, what: str, each: bool) -> None:
    prefix = f"{what}: " if what else ""
    if not isinstance(got, dict):
        fail(f"{prefix}a dict was expected, {_kind(got)} came back", got, want)
    missing, extra = sorted(map(str, want.keys() - got.keys())), sorted(map(str, got.keys() - want.keys()))
    if missing or extra:
        parts = [f"lacks {', '.join(missing)}"] if missing else []
        parts += [f"has {', '.join(extra)} too many"] if extra else []
        fail(f"{prefix}the dict {' and '.join(parts)}", sorted(map(str, got)), sorted(map(str, want)))
    for key in want:
        _compare(got[key], want[key], tol, dtype, f"{what}[{key!r}]" if what else repr(key), each)


def _kind(value: Any) -> str:
    if isinstance(value, Handle):
        return repr(value)
    if isinstance(value, list | tuple | dict):
        return f"a {type(value).__name__} of {len(value)}"
    return {"NoneType": "None", "ndarray": "a NumPy array", "Tensor": "a torch tensor"}.get(
        type(value).__name__, f"a value of type {type(value).__name__}"
    )


def _dtype_name(dtype: Any) -> str:
    text = str(dtype)
    return text.removeprefix("torch.") if text.startswith("torch.") else np.dtype(dtype).name


def _arrays(got: Any, want: Any, prefix: str) -> tuple[Any, Any, str]:
    """Both as arrays, and the name of the dtype that came back."""
    if is_tensor(want):
        if not is_tensor(got):
            fail(f"{prefix}a torch tensor was expected, {_kind(got)} came back", got, want)
        return tensor_array(got), tensor_array(want), _dtype_name(got.dtype)
    if is_tensor(got) or isinstance(got, Handle | str | bytes | dict):
        wanted = "a NumPy array" if isinstance(want, np.ndarray) else "a number" if np.ndim(want) == 0 else "a list"
        fail(f"{prefix}{wanted} was expected, {_kind(got)} came back", got, want)
    if _holds_text(got):
        fail(f"{prefix}the answer is not made of numbers", got, want)
    try:
        array = np.asarray(got)
    except (ValueError, TypeError):
        fail(f"{prefix}the parts of the answer have unequal lengths", got, want)
    if array.dtype == object:
        fail(f"{prefix}the answer is not made of numbers", got, want)
    return array, np.asarray(want), array.dtype.name


def _holds_text(value: Any) -> bool:
    """Whether text stands anywhere in a list: as an array, each part would take the room of the longest."""
    if isinstance(value, list | tuple):
        return any(_holds_text(v) for v in value)
    return isinstance(value, str | bytes)


HALF = ("float16", "bfloat16")


def _values(
    g: Any, w: Any, tol: float | None, prefix: str, dtypes: tuple[str, str], each: bool, shown: tuple[Any, Any]
) -> None:
    came_as, wanted_as = dtypes
    if w.dtype.kind in "fc" and came_as in HALF and wanted_as not in HALF and tol is None:
        fail(f"{prefix}the dtype is {came_as}, which keeps too few digits; expected {wanted_as}", *shown)
    if not each and _clearly_equal(g, w, _relative(tol, dtypes)):
        return
    if w.dtype.kind in "biu" and g.dtype.kind in "biu":
        allowed, g, w = (
            np.zeros(w.shape),
            g.astype(object) if g.dtype.kind == "u" else g.astype(np.int64),
            w.astype(np.int64),
        )
        off = np.asarray(g != w)
    else:
        bad = np.asarray(~np.isfinite(g) & np.isfinite(w))
        if bad.any():
            fail(f"{prefix}nan or inf at {_place(bad)}, {int(bad.sum())} of {g.size} values", *shown)
        relative = _relative(tol, dtypes)
        finite = np.abs(w[np.isfinite(w)])
        scale = np.abs(w) if each else np.full(w.shape, finite.max() if finite.size else 0.0)
        allowed = relative * np.where(np.isfinite(scale), scale, 0.0) + np.finfo(np.float64).tiny
        if not each and w.size and not w.any():
            allowed = np.full(w.shape, 8 * max(_epsilon(g), _epsilon(w)))  # a sum that cancels to zero rounds
        with np.errstate(invalid="ignore", over="ignore"):
            same = (g == w) | (np.isnan(g) & np.isnan(w))
            off = np.asarray(~same & ~(np.abs(g.astype(np.complex128) - w) <= allowed))
    if off.any():
        first = tuple(int(i) for i in np.argwhere(off)[0])
        at = f" at {list(first)}" if first else ""
        came, expected = (show(x[first].item() if isinstance(x[first], np.generic) else x[first]) for x in (g, w))
        count = f" ({int(off.sum())} of {off.size} values differ)" if off.size > 1 else ""
        fail(f"{prefix}the values differ; first{at}: {came}, expected {expected}{count}", *shown)


def _relative(tol: float | None, dtypes: tuple[str, str]) -> float:
    """The tolerance: what was asked for, else that of the coarser dtype."""
    return tol if tol is not None else max(TOLERANCE.get(dtypes[0], 1e-7), TOLERANCE.get(dtypes[1], 0.0))


def _clearly_equal(g: Any, w: Any, relative: float) -> bool:
    """Whether real numbers, all finite, are within the tolerance: the usual case, found in a fifth of the time."""
    if not (g.size and g.dtype.kind == w.dtype.kind == "f"):
        return False
    with np.errstate(invalid="ignore", over="ignore"):
        away, scale = np.abs(np.subtract(g, w, dtype=np.float64)).max(), np.abs(w).max()
    return bool(scale < np.inf and away <= relative * scale)


def _epsilon(array: Any) -> float:
    return float(np.finfo(array.dtype).eps) if array.dtype.kind in "fc" else 0.0


def _place(mask: Any) -> str:
    first = [int(i) for i in np.argwhere(mask)[0]]
    return str(first) if first else "the only value"


def unchanged(solution: Solution, *places: int) -> None:
    """The last call left the caller's positional arguments (all, or those at the 0-based `places`) as they were."""
    call = solution._calls[-1]
    solution._guard(*places)
    mutated = [p for p in call.mutated if not places or p in places]
    if mutated:
        place = mutated[0]
        fail(
            f"argument {place + 1} was changed in place; make a new array instead",
            solution.last_argument(place),
            call.args[place],
        )


def raises(function: Callable[..., Any], kind: type[BaseException], *args: Any, **kwargs: Any) -> None:
    """`function` of the submission must raise `kind` or a subclass."""
    try:
        got = function(*args, **kwargs)
    except Raised as e:
        if kind.__name__ == e.kind or kind.__name__ in e.bases:
            return
        fail(f"{kind.__name__} should be raised here, but {e} was")
    fail(f"{kind.__name__} should be raised here", got, kind.__name__)


def gradient(f: Callable[[Any], Any], x: Any, dout: Any, h: float = 1e-6) -> Any:
    """The gradient of sum(f(x) · dout) by centred differences, in float64: an oracle that shares no code with any backward pass."""
    x = np.array(x, dtype=np.float64)
    found = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        ends = []
        for step in (h, -h):
            moved = x.copy()
            moved[place] += step
            ends.append(float(np.sum(np.asarray(f(moved)) * dout)))
        found[place] = (ends[0] - ends[1]) / (2 * h)
    return found


def unequal(rng: np.random.Generator, n: int, low: int = 2, high: int = 9) -> list[int]:
    """`n` sizes in [low, high], no two alike: no axis can be taken for another."""
    return [int(v) for v in rng.permutation(np.arange(low, high + 1))[:n]]


def statistic(got: Any, want: float, standard_error: float, what: str, *, wrong: float | None = None) -> None:
    """A statistic lies within 6 standard errors of what theory says (a right program fails once in 5·10⁸).

    Args:
        wrong: what the mistake that this guards against would give; it must lie at least 10 standard errors away, or the check is too weak.
    """
    if wrong is not None and abs(wrong - want) < 10 * standard_error:
        raise ValueError(
            f"too few samples: {what} of the mistake is {abs(wrong - want) / standard_error:.1f} standard errors away"
        )
    value = float(got)
    if not abs(value - want) <= 6 * standard_error:
        away = abs(value - want) / standard_error
        fail(
            f"{what} is {value:.5g}, expected {want:.5g}: {away:.0f} standard errors away",
            f"{value:.6g}",
            f"{want:.6g} ± {standard_error:.2g}",
        )
