"""Common accidents that need no mistake file: named from what one comparison saw, when no known mistake matches.

Each is said only when it is certain from the values: "transposed" when the transposed values are right, "a constant factor" when every
value is off by the same one, and so on.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from quizprep.grading.checking import CheckFailure
from quizprep.grading.codec import decode, encode
from quizprep.grading.compare import TOLERANCE, is_tensor, near, numbers, same, tensor_array
from quizprep.grading.recording import Step
from quizprep.grading.solution import Solution

Accident = tuple[str, tuple[str, str], tuple[str, str]]
"""Name, title and explanation, each in English and Chinese."""
LARGE = 80.0
"""Beyond this, exp overflows in float32 (at 88.7)."""


def find(failure: BaseException, asked: Solution) -> dict[str, Any] | None:
    """The accident behind a failed check, as a diagnosis; None when nothing is certain."""
    calls = asked._calls
    if not isinstance(failure, CheckFailure) or not calls:
        return None
    if failure.values is None:
        return None
    got, want = failure.values
    accident = _answer(got, want, calls[-1])
    if accident is None:
        return None
    return _as_diagnosis(*accident)


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


def _answer(got: Any, want: Any, call: Step) -> Accident | None:
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
        return _overflow(call) if np.isfinite(y).all() else None
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


def _factor(x: Any, y: Any) -> Accident | None:
    used = np.abs(y) > 1e-6 * float(np.abs(y).max() or 1.0)
    if used.sum() < 3 or x.dtype.kind != "f":
        return None
    ratio = x[used].astype(np.float64) / y[used]
    factor = float(np.median(ratio))
    if factor == 0 or not np.isfinite(factor) or abs(factor - 1) < 1e-3:
        return None
    if np.abs(ratio - factor).max() > 1e-4 * abs(factor) or not _agree(x / factor, y.astype(np.float64)):
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
    if x.size < 3 or x.dtype.kind != "f" or float(np.ptp(y)) == 0:
        return None
    difference = x.astype(np.float64) - y
    offset, scale = float(np.median(difference)), float(np.abs(y).max())
    if not np.isfinite(scale) or np.abs(difference - offset).max() > 1e-6 * scale or abs(offset) < 1e-3 * scale:
        return None
    return (
        "constant-offset",
        (f"every value is off by {offset:+.4g}", f"所有数值都差 {offset:+.4g}"),
        (
            f"Each value is what is expected {offset:+.4g}: a constant is added or left out, e.g. a bias or a shift.",
            f"每个值都等于期望值 {offset:+.4g}：多加或漏加了一个常数，例如偏置或平移量。",
        ),
    )


def _overflow(call: Step) -> Accident | None:
    arrays = [a for a in map(_array, call.args) if a is not None and a.size and a.dtype.kind == "f"]  # integers are labels
    if not any(np.isfinite(a).all() and np.abs(a).max() > LARGE for a in arrays):
        return None
    return (
        "overflow",
        ("nan or inf from large inputs", "大数值输入产生了 nan 或 inf"),
        (
            "The inputs are large but finite, the answer is not: somewhere exp (or a square) of a large number overflows to inf, and inf − inf or "
            "inf / inf is nan. Shift or rearrange the formula so that exp sees only values ≤ 0.",
            "输入很大但有限，结果却不是有限值：某处对大数求 exp（或平方）溢出为 inf，而 inf − inf、inf / inf 得 nan。请先平移或改写公式，"
            "使 exp 的输入都 ≤ 0。",
        ),
    )
