"""How generators write numbers: the same signs, digits and traps in every topic."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import Any

from quizprep.content.generator import Draw, t
from quizprep.content.model import Number, Text, Trap

THREE_DECIMALS = t("to three decimals", "保留三位小数")


def plain(x: float) -> str:
    """A given number as short as it is: 0.25, 1.5, −2."""
    return f"{x:.10g}".replace("-", "−")


def rounded(x: float) -> str:
    """As `plain`, to nine decimals and never −0: for numbers that were computed."""
    return f"{round(x, 9) + 0.0:.10g}".replace("-", "−")


def written(x: float) -> str:
    """A given number as short as it is, never with an exponent."""
    text = f"{x:.10g}"
    return (f"{x:.12f}".rstrip("0") if "e" in text else text).replace("-", "−")


def num(x: float, decimals: int = 3) -> str:
    """A number as shown in a text, with a true minus sign and never −0."""
    text = f"{x:.{decimals}f}"
    return (text if float(text) else text.lstrip("-")).replace("-", "−")


def sig(x: float, digits: int = 3) -> str:
    """A result to so many significant digits, without an exponent."""
    if x == 0:
        return "0"
    places = max(0, digits - 1 - floor(log10(abs(x))))
    return f"{x:.{places}f}".replace("-", "−")


def number(
    draw: Draw, level: int, answer: float, slips: list[tuple[float, Text]], tol: float = 0.006, **rest: Any
) -> Number:
    """A `Number` right within `tol` (relative); draws again where a slip comes near the answer or the answer is 0 or 1."""
    if min(abs(answer), abs(abs(answer) - 1)) < 1e-3 * (tol > 0):
        raise draw.again()
    if any(abs(value - answer) <= 2.5 * tol * abs(answer) + 1e-12 for value, _ in slips):
        raise draw.again()
    traps = {sig(value, 4).replace("−", "-") if tol else str(value): why for value, why in slips}
    common: dict[str, Any] = {"id": draw.id, "concept": draw.concept, "difficulty": level}
    return Number(**common, answer=answer, tolerance=tol, traps=[Trap(a, why) for a, why in traps.items()], **rest)


def thousandths(
    draw: Draw, level: int, answer: float, slips: list[tuple[float, Text]], gap: float = 0.003, **rest: Any
) -> Number:
    """A `Number` to three decimals; draws again where two of answer and slips are within `gap`, or the answer is 0 or ±1."""
    if min(abs(abs(answer) - 1), abs(answer)) < 0.0006:
        raise draw.again()
    seen = [answer]
    for value, _ in slips:
        if any(abs(value - other) < gap for other in seen):
            raise draw.again()
        seen.append(value)
    traps = [Trap(num(value).replace("−", "-"), why) for value, why in slips]
    common: dict[str, Any] = {"id": draw.id, "concept": draw.concept, "difficulty": level, "form": THREE_DECIMALS}
    return Number(**common | rest, answer=round(answer, 6), absolute=0.0006, traps=traps)


def vector(values: list[float]) -> str:
    """Given numbers as a list."""
    return "[" + ", ".join(plain(v) for v in values) + "]"


def typed(x: float, decimals: int = 6) -> str:
    """A number as a user would type it."""
    return f"{round(x, decimals) + 0.0:.10g}"


def make_traps(answer: float, slips: list[tuple[float, Text]], gap: float = 1e-6) -> list[Trap]:
    """The slips as traps, without those that hit the answer or an earlier slip."""
    seen, traps = [answer], []
    for value, why in slips:
        if all(abs(value - other) > gap for other in seen):
            seen.append(value)
            traps.append(Trap(typed(value, 4), why))
    return traps


def unlike(
    draw: Draw, answer: float | list[int], slips: Sequence[tuple[float | list[int], Text]], tolerance: float = 0.0
) -> list[Trap]:
    """The positive slips as traps, the first of two alike; draws again where one gives the right answer.

    Args:
        draw: where the answer came from.
        answer: a number or a shape.
        slips: as the answer is, each with why it is wrong.
        tolerance: of the answer, relative; a slip within twice of it is right.
    """
    traps: dict[str, Trap] = {}
    right = answer if isinstance(answer, list) else [answer]
    for slip, why in slips:
        values = slip if isinstance(slip, list) else [slip]
        if all(abs(a - b) <= 2 * tolerance * abs(b) for a, b in zip(values, right, strict=True)):
            raise draw.again()
        if min(values) > 0:
            text = ", ".join(map(str, values))
            traps.setdefault(text, Trap(text, why))
    return list(traps.values())


def signed(x: float) -> str:
    """A given number in parentheses where it is negative."""
    return f"({plain(x)})" if x < 0 else plain(x)


def short(x: float, digits: int = 4) -> str:
    """A computed number to some significant digits."""
    return f"{x:.{digits}g}".replace("-", "−")
