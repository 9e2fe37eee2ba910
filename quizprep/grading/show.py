"""Values as text for the report: short, exact enough, harmless."""

from __future__ import annotations

from typing import Any

LIMIT = 1200
LOOKED_AT = 5000
"""Larger arrays among the arguments of a call are described, not shown."""
COLUMNS = 43
"""Of an array: so many fit beside a statement in a terminal of 120."""


def clip(text: str, limit: int = LIMIT) -> str:
    """`text`, cut in the middle where it is too long."""
    if len(text) <= limit:
        return text
    return f"{text[: limit * 2 // 3]}\n… {len(text) - limit} characters left out …\n{text[-limit // 3 :]}"


def show(value: Any) -> str:
    """`value` as a person would want to see it: arrays with shape and dtype, six digits."""
    return clip(_show(value))


def _show(value: Any) -> str:
    kind = type(value)
    if kind.__module__.partition(".")[0] == "torch" and hasattr(value, "detach"):
        dtype = str(value.dtype).removeprefix("torch.")
        plain = value.detach().float() if dtype == "bfloat16" else value.detach()
        return f"{_array(plain.numpy())}\ntensor, shape {tuple(value.shape)}, {dtype}"
    if kind.__name__ == "ndarray":
        return f"{_array(value)}\narray, shape {value.shape}, {value.dtype}" if value.ndim else _array(value)
    if kind is float:
        return f"{value:.10g}"
    if kind.__module__ == "numpy":
        return f"{value.item():.10g}" if isinstance(value.item(), float) else str(value.item())
    if isinstance(value, list | tuple):
        left, right = ("[", "]") if isinstance(value, list) else ("(", ")")
        parts = [_show(v) for v in value[:20]] + (["…"] if len(value) > 20 else [])
        joined = ",\n " if any("\n" in p for p in parts) else ", "
        return left + joined.join(parts) + right
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k!r}: {_show(v)}" for k, v in list(value.items())[:20]) + "}"
    if kind.__name__ == "Ref":
        return f"<{value.type_name}>"
    return repr(value)[: 4 * LIMIT]


def _large(value: Any) -> str:
    """What an array is that is too large to be looked at number by number, such as a batch of images; "" for anything else."""
    size = getattr(value, "numel", lambda: getattr(value, "size", 0))()
    if not isinstance(size, int) or size <= LOOKED_AT:
        return ""
    kind = "array" if type(value).__name__ == "ndarray" else "tensor"
    return f"<{str(value.dtype).removeprefix('torch.')} {kind} {tuple(value.shape)}>"


def _array(value: Any) -> str:
    import numpy as np

    return np.array2string(value, precision=6, threshold=60, edgeitems=3, max_line_width=COLUMNS, suppress_small=False)


def call_text(target: str, args: list[Any], kwargs: dict[str, Any], names: list[str]) -> str:
    """A call as the user would write it, long arguments below it by name (`names`: of the positional ones)."""
    parts, notes = [], []
    names = names + [f"arg{i + 1}" for i in range(len(names), len(args))]
    named = [(names[i], a, False) for i, a in enumerate(args)] + [(k, v, True) for k, v in kwargs.items()]
    for name, value, keyword in named:
        text = _large(value) or _show(value)
        if "\n" in text or len(text) > 40:
            notes.append(f"{name} =\n{clip(text, 600)}" if "\n" in text else f"{name} = {clip(text, 600)}")
            text = name
        parts.append(f"{name}={text}" if keyword else text)
    return clip("\n".join([f"{target}({', '.join(parts)})", *notes]), 2 * LIMIT)
