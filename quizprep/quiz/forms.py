"""Reading what people type: numbers, shapes, letters and words, in the many forms they are written in.

Every function returns None where the text has no readable form; the caller says which form is wanted.
"""

from __future__ import annotations

import math
import re
import unicodedata
from fractions import Fraction

from quizprep.content.model import Text

LONGEST = 200
"""Longer typed answers than this are not read."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_DIGITS = r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+|\d+(?:_\d+)*)"
_DECIMAL = re.compile(rf"[+-]?(?:{_DIGITS}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{{1,3}})?", re.ASCII)
_POWER = re.compile(
    r"(?:(?P<scale>[^*x×·]+?)\s*[*x×·]\s*)?(?P<base>\d{1,4})\s*(?:\^|\*\*)\s*(?P<exp>[+-]?\d{1,3})", re.ASCII
)
_SIZES = re.compile(r"\d+(?:(?:\s*[,x×*;、]\s*|\s+)\d+)*\s*,?", re.ASCII | re.IGNORECASE)


def plain(text: str) -> str:
    """`text` in compatibility form: full-width as ASCII, superscripts as ``^n``, every dash as ``-``."""
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda m: "^" + m[0].translate(_SUPERSCRIPTS), text)
    text = re.sub(r"(?<=\d)([¼-¾⅐-⅞])", r" \1", text)
    text = unicodedata.normalize("NFKC", text.translate(_DASHES)).replace("\u2044", "/")
    return " ".join(text.translate(_DASHES).split())


def number(text: str, *, percent: bool = False, units: tuple[str, ...] = ()) -> int | float | None:
    """A number as people type it: ``3.5``, ``1,024``, ``1e-3``, ``2/3``, ``50 %``, ``3×10⁶``, ``2^10``.

    Args:
        text: what was typed.
        percent: the question asks for a percentage, so ``50 %`` is 50 and not 0.5.
        units: units that may follow the number.
    """
    if len(text) > LONGEST:
        return None
    text = plain(text).lstrip("≈~=").strip()
    for unit in sorted((plain(u) for u in units if u.strip()), key=len, reverse=True):
        rest = text[: -len(unit)].rstrip()
        if text.casefold().endswith(unit.casefold()) and rest[-1:].isdigit():
            text = rest
            break
    if text.endswith("%"):
        value = number(text[:-1])
        return value if percent or value is None else value / 100
    try:
        value = _quotient(text)
        return value if value is not None and math.isfinite(value) else None
    except OverflowError:
        return None


def is_percent(unit: Text | None) -> bool:
    """Whether a number is asked for in percent."""
    return unit is not None and unit.en.strip().lower() in ("%", "percent", "per cent")


def units(unit: Text | None) -> tuple[str, ...]:
    """What may follow a number, in both languages."""
    return () if unit is None or unit.en.strip() == "%" else (unit.en, unit.zh)


def _quotient(text: str) -> int | float | None:
    top, slash, bottom = text.partition("/")
    if not slash:
        return _product(text)
    a, b = _product(top), _product(bottom)
    if a is None or not b:
        return None
    if isinstance(a, int) and isinstance(b, int):
        exact = Fraction(a, b)
        return int(exact) if exact.denominator == 1 else a / b
    return a / b


def _product(text: str) -> int | float | None:
    text = text.strip()
    if found := _POWER.fullmatch(text):
        scale = _decimal(found["scale"]) if found["scale"] else 1
        power = Fraction(int(found["base"])) ** int(found["exp"]) if int(found["base"]) else None
        if scale is None or power is None:
            return None
        exact = Fraction(scale) * power
        return int(exact) if exact.denominator == 1 and isinstance(scale, int) else float(exact)
    if text[:1] == "-" and _POWER.fullmatch(text[1:].strip()):
        value = _product(text[1:])
        return None if value is None else -value
    return _decimal(text)


def _decimal(text: str) -> int | float | None:
    text = re.sub(r"^([+-]) ", r"\1", text.strip())
    if not _DECIMAL.fullmatch(text):
        return None
    text = re.sub(r"[ ,_]", "", text)
    value = float(text)
    if not math.isfinite(value):
        return None
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else value


def sizes(text: str) -> list[int] | None:
    """A shape: ``64, 112, 112``, ``64x112x112``, ``(64,112,112)``, ``[64 112 112]``, ``torch.Size([64])``."""
    if len(text) > LONGEST:
        return None
    text = re.sub(r"^(torch\.)?size\b|^shape\b\s*[=:]?", "", plain(text), flags=re.IGNORECASE).strip()
    while text and text[0] + text[-1] in ("()", "[]", "{}"):
        text = text[1:-1].strip()
    if not _SIZES.fullmatch(text):
        return None
    parts = re.findall(r"\d+", text)
    if any(len(p) > 12 or (p[0] == "0" and len(p) > 1) for p in parts):
        return None
    return [int(p) for p in parts]


def letters(text: str, count: int) -> list[int] | None:
    """Places named by letters: ``c a b``, ``ac``, ``(b)``; None where one is past the `count`-th."""
    if len(text) > LONGEST:
        return None
    found = re.sub(r"[\s,;.、/()\[\]>:&+-]+|→", "", plain(text)).lower()
    places = [ord(c) - ord("a") for c in found]
    return places if places and all(0 <= p < count for p in places) else None


def _words(text: str) -> str:
    text = plain(text).strip("\"'`“”‘’«»").rstrip(".。!?！？")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"^(the|an?) (?=\w)", "", text.casefold())


def tight(text: str) -> str:
    """`text` without case, accents and spaces; hyphens stay."""
    return _words(text).replace(" ", "")


def loose(text: str) -> str:
    """`text` without case, accents, spaces and the hyphens inside words; a minus between symbols stays."""
    a = r"[^\W\d_]"
    joined = rf"(?<={a}{a})[-_](?=\w)|(?<={a})[-_](?={a}{a})|(?<=\d)[-_](?={a}{a})"
    return re.sub(joined, "", _words(text)).replace(" ", "")


def same_text(typed: str, wanted: str, *, code: bool = False) -> bool:
    """Whether two short texts say the same; in code, hyphens count. Two numbers are compared as numbers."""
    a, b = number(typed), number(wanted)
    if a is not None and b is not None:
        return a == b or math.isclose(a, b, rel_tol=1e-9)
    if tight(typed) == tight(wanted):
        return True
    return not code and loose(typed) == loose(wanted)


def near(value: float, answer: float, tolerance: float = 0.0, absolute: float = 0.0) -> bool:
    """Is `value` within `tolerance` (relative) or `absolute` of `answer`; integers without are exact."""
    if isinstance(value, int) and isinstance(answer, int) and not tolerance and not absolute:
        return value == answer
    allowed = max(tolerance * abs(answer), absolute)
    return abs(value - answer) <= allowed * (1 + 1e-9) + 1e-9 * abs(answer) * (not isinstance(answer, int))
