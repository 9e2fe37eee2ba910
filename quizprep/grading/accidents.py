"""Common accidents that need no mistake file: named from what one comparison saw, when no known mistake matches.

Each is said only when it is certain from the values: "transposed" when the transposed values are right, "a constant factor" when every
value is off by the same one, and so on.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizprep.grading.checking import CheckFailure
from quizprep.grading.codec import decode, encode
from quizprep.grading.compare import TOLERANCE, is_tensor, leaves, near, numbers, same, tensor_array
from quizprep.grading.recording import Step
from quizprep.grading.returned import OverwrittenError
from quizprep.grading.solution import Raised, Solution

Accident = tuple[str, tuple[str, str], tuple[str, str]]
"""Name, title and explanation, each in English and Chinese."""
LARGE = 80.0
"""Beyond this, exp overflows in float32 (at 88.7)."""
FEWEST = 3
"""Unlike values that must be off by the same factor or offset before it is called one."""
CONSTANT = ("common.constant-factor", "common.constant-offset", "common.sign")
OF_ALL = (*CONSTANT, "common.overflow")
"""Accidents that are said of all that the submission answers. The others are certain where they are seen, whatever else is wrong."""
CAUSES = ("common.input-changed", "common.overwritten", "common.returned-none")
"""Accidents that can be why other checks fail."""


@dataclass(frozen=True)
class Seen:
    """What one failed check shows."""

    check: str
    accident: dict[str, Any] | None
    """As a diagnosis; None where nothing is certain."""
    factor: float | None = None
    """By which all that was compared is off, were it one number only."""
    offset: float | None = None

    def shows(self, other: Seen) -> bool:
        """Whether the accident of `other` is what went wrong here too."""
        name, title = (other.accident or {}).get("mistake"), (other.accident or {}).get("title")
        if self.accident and (self.accident["mistake"], self.accident["title"]) == (name, title):
            return True
        offset = name == "common.constant-offset"
        there, here = (other.offset, self.offset) if offset else (other.factor, self.factor)
        return name in CONSTANT and there is not None and here is not None and abs(here - there) <= 1e-4 * abs(there)


def look(check: str, failure: BaseException, asked: Solution, reference: Any) -> Seen:
    """What a failed check shows."""
    accident = find(failure, asked)
    if accident is None and isinstance(failure, CheckFailure | Raised):
        accident = batch_of_one(asked, reference)
    x, y = map(_array, (isinstance(failure, CheckFailure) and failure.values) or (None, None))
    if x is None or y is None or x.shape != y.shape or x.dtype.kind != "f" or y.dtype.kind not in "fiub" or not y.size:
        return Seen(check, accident)
    return Seen(check, accident, _ratio(x, y), _difference(x, y))


def agreed(seen: list[Seen]) -> dict[str, Any] | None:
    """The accident that the failed checks show, in their order; None where they contradict each other."""
    whole = [s.accident for s in seen if s.accident and all(other.shows(s) for other in seen)]
    if whole:
        return whole[0]
    some = [s.accident for s in seen if s.accident and s.accident["mistake"] not in OF_ALL]
    return some[0] | {"whole": False} if some else None


def besides(seen: list[Seen], explained: set[str]) -> dict[str, Any] | None:
    """An accident that is a cause, not an effect, in a check that the mistakes named so far do not explain."""
    causes = [s.accident for s in seen if s.accident and s.check not in explained and s.accident["mistake"] in CAUSES]
    return causes[0] | {"whole": False} if causes else None


def find(failure: BaseException, asked: Solution) -> dict[str, Any] | None:
    """The accident behind a failed check, as a diagnosis; None when nothing is certain."""
    calls = asked._calls
    if isinstance(failure, Raised) and failure.kind == OverwrittenError.__name__:
        return _as_diagnosis(*_OVERWRITTEN)
    if not isinstance(failure, CheckFailure) or not calls or failure.values is None:
        return None
    got, want = failure.values
    accident = _answer(got, want, calls[-1], asked)
    if accident is None:
        return None
    found = _as_diagnosis(*accident)
    return None if found["mistake"] in CONSTANT and _same_all_over(calls[-1]) else found


_OVERWRITTEN: Accident = (
    "overwritten",
    ("an earlier answer is overwritten", "覆盖了之前返回的结果"),
    (
        "Two calls return the same array, list or dict, filled anew each time: what the caller kept from the first is changed by the second. "
        "A buffer of the module, a default argument that can change, or a cache that all calls share does that; make a new one in each call.",
        "两次调用返回的是同一个数组、列表或字典，只是重新填了内容：调用者保留的第一次结果被第二次改掉了。"
        "模块级的缓冲区、可变的默认参数或所有调用共用的缓存都会这样；每次调用请新建一个。",
    ),
)


def batch_of_one(asked: Solution, reference: Any) -> dict[str, Any] | None:
    """Whether the last call goes right for the first sample alone, where samples don't influence each other."""
    call = asked._calls[-1] if asked._calls else None
    function = getattr(reference, call.target, None) if call is not None and call.asked[0] == "call" else None
    if call is None or function is None:
        return None
    arrays = [a for a in call.args if isinstance(a, np.ndarray) and a.ndim]
    if not arrays or len(arrays[0]) < 2:
        return None
    size = len(arrays[0])
    first = [a[:1] if isinstance(a, np.ndarray) and a.ndim and len(a) == size else a for a in call.args]
    try:
        whole, one = function(*call.args, **call.kwargs), function(*first, **call.kwargs)
        if not isinstance(whole, np.ndarray) or len(whole) != size or not same(one, whole[:1]):
            return None
        full = decode(call.answered) if call.answered else None
        if full is not None and (not isinstance(full, np.ndarray) or full.shape != whole.shape or same(full[:1], one)):
            return None  # the first sample is right among the others too
        got = asked._exchange(encode(["call", call.target, first, call.kwargs]), None)
    except Exception:
        return None
    if not same(got, one):
        return None
    return _as_diagnosis(
        "batch-of-one",
        ("right for a batch of one only", "只在 batch 大小为 1 时正确"),
        (
            f"For the first of the {size} samples alone the answer is right, for all of them together it is not: an axis is summed, "
            "maximized or indexed over the whole batch, or broadcasting pairs the wrong axes.",
            f"单独给第 1 个样本时结果正确，{size} 个样本一起给就不对：某处在整个 batch 上做了求和、取最大值或索引，或者广播对错了轴。",
        ),
    )


def _as_diagnosis(name: str, title: tuple[str, str], explanation: tuple[str, str]) -> dict[str, Any]:
    return {
        "mistake": f"common.{name}",
        "title": {"en": title[0], "zh": title[1]},
        "explanation": {"en": explanation[0], "zh": explanation[1]},
        "check": "",
        "whole": True,
    }


def _answer(got: Any, want: Any, call: Step, asked: Solution) -> Accident | None:
    if got is None and want is not None:
        if call.answered != encode(None):  # a part of the answer
            return None
        return (
            "returned-none",
            ("nothing is returned", "没有返回值"),
            (
                "The function ends without `return`, so the caller gets None.",
                "函数结束时没有 `return`，调用者得到的是 None。",
            ),
        )
    if place := _mutated(got, want, call):
        return place
    x, y = _array(got), _array(want)
    if x is None or y is None or y.size == 0 or y.dtype.kind not in "fiub":
        return None
    tests: list[Callable[[Any, Any], Accident | None]]
    tests = [_transposed, _lost_axis] if x.shape != y.shape else [_wrong_dtype, _factor, _offset]
    if x.shape == y.shape and not np.isfinite(x).all():
        return _overflow(call, asked) if np.isfinite(y).all() else None
    return next((a for test in tests if (a := test(x, y))), None)


def _array(value: Any) -> Any:
    if is_tensor(value):
        return tensor_array(value)
    if isinstance(value, np.ndarray | np.generic | int | float) or (isinstance(value, list) and numbers(value)):
        try:
            array = np.asarray(value)
        except ValueError:  # lists of unequal lengths
            return None
        return array if array.dtype.kind in "fiub" else None
    return None


def _agree(x: Any, y: Any) -> bool:
    tolerance = max(TOLERANCE.get(a.dtype.name, 1e-7) for a in (x, y))
    return x.shape == y.shape and bool(near(x, y, tolerance).all())


def _mutated(got: Any, want: Any, call: Step) -> Accident | None:
    """The check was `unchanged`: what is compared is an argument."""
    if not any(want is a for a in call.args):
        return None
    place = next(i for i, a in enumerate(call.args) if want is a) + 1
    return (
        "input-changed",
        ("an argument is changed in place", "原地修改了参数"),
        (
            f"Argument {place} is not as it was before the call. `x -= …`, `x[...] = …` and `out=` write into the caller's array; "
            "work on a copy or make a new array.",
            f"第 {place} 个参数在调用后变了。`x -= …`、`x[...] = …` 和 `out=` 都会写进调用者的数组；请使用副本或新建数组。",
        ),
    )


def _transposed(x: Any, y: Any) -> Accident | None:
    if x.ndim != y.ndim or x.ndim < 2 or sorted(x.shape) != sorted(y.shape) or y.ndim > 4:
        return None
    for axes in itertools.permutations(range(x.ndim)):
        if _agree(x.transpose(axes), y) and float(np.ptp(y)) > 0:
            return (
                "transposed",
                ("the right values, transposed", "数值正确，但轴的次序错了"),
                (
                    f"The values are right, but the axes are in another order: the shape is {x.shape}, expected {y.shape}.",
                    f"数值是对的，但轴的次序不同：形状是 {x.shape}，应为 {y.shape}。",
                ),
            )
    return None


def _lost_axis(x: Any, y: Any) -> Accident | None:
    if x.size != y.size or not _agree(x.reshape(-1), y.reshape(-1)):
        return None
    if [n for n in x.shape if n != 1] != [n for n in y.shape if n != 1]:
        return (
            "wrong-shape",
            ("the right values in another shape", "数值正确，但形状不对"),
            (
                f"The values are right and in the right order, but the shape is {x.shape} instead of {y.shape}: a reshape is missing.",
                f"数值和次序都对，但形状是 {x.shape}，应为 {y.shape}：缺少一次 reshape。",
            ),
        )
    lost = x.ndim < y.ndim
    return (
        "lost-axis",
        ("an axis of length 1 is lost", "丢了一个长度为 1 的轴")
        if lost
        else ("an axis of length 1 too many", "多了一个长度为 1 的轴"),
        (
            f"The values are right, but the shape is {x.shape} instead of {y.shape}: "
            + ("was `keepdims=True` forgotten?" if lost else "`keepdims=True` or `[:, None]` left an axis behind."),
            f"数值是对的，但形状是 {x.shape}，应为 {y.shape}："
            + ("是不是忘了 `keepdims=True`？" if lost else "`keepdims=True` 或 `[:, None]` 多留了一个轴。"),
        ),
    )


def _wrong_dtype(x: Any, y: Any) -> Accident | None:
    if x.dtype == y.dtype or not bool(near(x, y, 1e-2 if x.dtype.itemsize < 4 else 1e-6).all()):
        return None
    return (
        "wrong-dtype",
        ("the right values in the wrong dtype", "数值正确，但 dtype 不对"),
        (
            f"The values agree, but the dtype is {x.dtype} where {y.dtype} is expected.",
            f"数值一致，但 dtype 是 {x.dtype}，应为 {y.dtype}。",
        ),
    )


def _ratio(x: Any, y: Any) -> float | None:
    """The one factor by which all values of `x` are those of `y`; None where there is none."""
    used = np.abs(y) > 1e-6 * float(np.abs(y).max() or 1.0)
    if not used.any() or not (np.isfinite(x).all() and np.isfinite(y).all()):
        return None
    ratio = x[used].astype(np.float64) / y[used]
    factor = float(np.median(ratio))
    if factor == 0 or not np.isfinite(factor) or abs(factor - 1) < 1e-3:
        return None
    alike = np.abs(ratio - factor).max() <= 1e-4 * abs(factor) and _agree(x / factor, y.astype(np.float64))
    return factor if alike else None


def _difference(x: Any, y: Any) -> float | None:
    """The one number by which all values of `x` are more than those of `y`; None where there is none."""
    difference = x.astype(np.float64) - y
    offset, scale = float(np.median(difference)), float(np.abs(y).max())
    if not np.isfinite(scale) or not np.abs(difference - offset).max() <= 1e-6 * scale or abs(offset) < 1e-3 * scale:
        return None
    return offset


def _same_all_over(call: Step) -> bool:
    """Whether an argument is an array of one value only: whatever is done with that looks like a constant."""
    arrays = [a for a in map(_array, call.args) if a is not None and a.size > 1 and a.dtype.kind == "f"]
    return any(float(np.ptp(a)) == 0 for a in arrays)


def _unlike(y: Any) -> int:
    """How many unlike values there are, to six digits of the largest."""
    return len(np.unique(np.round(y / (float(np.abs(y).max()) or 1.0), 6)))


def _factor(x: Any, y: Any) -> Accident | None:
    factor = _ratio(x, y) if x.dtype.kind == "f" and _unlike(y) >= FEWEST else None
    if factor is None:
        return None
    if abs(factor + 1) < 1e-4:
        return (
            "sign",
            ("every value has the wrong sign", "所有数值的符号都反了"),
            (
                "The result is the negative of what is expected: a sign is turned.",
                "结果恰好是期望值的相反数：某处的符号反了。",
            ),
        )
    shown = (
        f"{factor:.4g}" if abs(factor) >= 1 or round(1 / factor, 3) != round(1 / factor) else f"1/{round(1 / factor)}"
    )
    return (
        "constant-factor",
        (f"every value is off by the factor {shown}", f"所有数值都差一个因子 {shown}"),
        (
            f"Each value is {shown} times what is expected. Look for a mean where a sum is asked (or the reverse), a forgotten division by "
            "the number of samples, or a factor of 2 from a square.",
            f"每个值都是期望值的 {shown} 倍。检查是否把求和与求平均弄混、忘了除以样本数，或平方项求导漏了 2。",
        ),
    )


def _offset(x: Any, y: Any) -> Accident | None:
    offset = _difference(x, y) if x.dtype.kind == "f" and _unlike(y) >= FEWEST else None
    if offset is None:
        return None
    return (
        "constant-offset",
        (f"every value is off by {offset:+.4g}", f"所有数值都差 {offset:+.4g}"),
        (
            f"Each value is what is expected {offset:+.4g}: a constant is added or left out, e.g. a bias or a shift.",
            f"每个值都等于期望值 {offset:+.4g}：多加或漏加了一个常数，例如偏置或平移量。",
        ),
    )


def _overflow(call: Step, asked: Solution) -> Accident | None:
    """Certain only where the answer to the same arguments, made small, is finite."""
    arrays = [a for a in map(_array, call.args) if a is not None and a.size and a.dtype.kind == "f"]  # integers are labels
    largest = max((float(np.abs(a).max()) for a in arrays if np.isfinite(a).all()), default=0.0)
    if not largest > LARGE:
        return None
    verb, target, args, *rest = call.asked
    small = [a / largest if (v := _array(a)) is not None and v.size and v.dtype.kind == "f" else a for a in args]
    try:
        answered = asked._exchange(encode([verb, target, small, *rest]), None)
    except Exception:
        return None
    found = [v for v in map(_array, leaves(answered).values()) if v is not None]
    if not found or not all(np.isfinite(v).all() for v in found):
        return None
    return (
        "overflow",
        ("nan or inf from large inputs", "大数值输入产生了 nan 或 inf"),
        (
            "The inputs are large but finite, the answer is not; for the same inputs made small it is. Somewhere exp (or a square) of a large number "
            "overflows to inf, or exp of a very negative one becomes 0 and its log −inf; inf − inf and inf / inf are nan. Shift or rearrange the formula "
            "so that exp sees only values ≤ 0 and log never a 0.",
            "输入很大但有限，结果却不是有限值；把同样的输入缩小后结果就正常。某处对大数求 exp（或平方）溢出为 inf，或者对很负的数求 exp 得 0、"
            "再取对数得 −inf；而 inf − inf、inf / inf 得 nan。请先平移或改写公式，使 exp 的输入都 ≤ 0，log 的输入不为 0。",
        ),
    )
