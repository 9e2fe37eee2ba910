"""Which of several named things is meant by what was typed: one order for every place where one is chosen by its name."""

from __future__ import annotations

import re
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

WIDE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The characters that are written without spaces, as a range of a regular expression."""
_TOKEN = re.compile(f"[{WIDE}]+|[^\\W{WIDE}]+")
NAME, BEGUN, WORDS, BEGINNINGS, INSIDE = range(5)
"""How it fits: it is a name, or the beginning of one; all its words are words of the names, or beginnings of words; they stand
somewhere. Spaces, hyphens and commas count for nothing in the first two."""


@lru_cache(4096)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text in small letters: runs of letters and digits, and runs of Chinese characters."""
    return tuple(token.lower() for token in _TOKEN.findall(text.replace("_", " ")))


def begins(typed: str, names: Iterable[str]) -> int | None:
    """`NAME` or `BEGUN`, or None."""
    wanted = _together(typed)
    known = [_together(name) for name in names]
    if wanted in known:
        return NAME
    return BEGUN if any(name.startswith(wanted) for name in known) else None


def fit(typed: str, names: Iterable[str], others: str = "") -> int | None:
    """How `typed` fits a thing, the less the better; None where one of its words is nowhere.

    Args:
        typed: what was typed, perhaps not to its end.
        names: what the thing is called.
        others: further words that find it, but don't name it.
    """
    names = list(names)
    if (found := begins(typed, names)) is not None:
        return found
    wanted, words = tokens(typed) or tuple(typed.lower().split()), {word for name in names for word in tokens(name)}
    if words.issuperset(wanted):
        return WORDS
    if all(any(word.startswith(token) for word in words) for token in wanted):
        return BEGINNINGS
    everywhere = " ".join([*map(_together, names), *names, others]).lower()
    return INSIDE if all(token in everywhere for token in wanted) else None


def place(found: int | None, slug: str) -> tuple[int, int, str] | None:
    """Sorts things by how they fit, of those that fit as well the shortest slug first; None where it doesn't."""
    return None if found is None else (found, len(slug), slug)


@lru_cache(4096)
def _together(name: str) -> str:
    return "".join(tokens(name)) or name.strip().lower()
