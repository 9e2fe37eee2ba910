"""Making strings from outside harmless before they reach a terminal."""

from __future__ import annotations

import unicodedata

_BAD = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_KEEP = {"\n", "\t", "\u200d"}


def printable(text: str) -> str:
    """`text` without control, escape, bidirectional and surrogate characters; line ends become ``\\n``.

    What is taken out is shown as ``�``, so that nothing disappears silently.
    """
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c if c in _KEEP or unicodedata.category(c) not in _BAD else "\ufffd" for c in text)


def escaped(json: str) -> str:
    """JSON with the characters that `printable` takes out written as escapes, which mean the same."""
    if json.isprintable():
        return json
    return "".join(_escape(c) if c not in _KEEP and unicodedata.category(c) in _BAD else c for c in json)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def width(text: str) -> int:
    """How many cells `text` takes; wide (Chinese) characters take two."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fit(text: str, cells: int) -> str:
    """`text` cut (with an ellipsis) or padded to that many cells."""
    if width(text) > cells:
        while text and width(text) > cells - 1:
            text = text[:-1]
        text = text.rstrip() + "…" if cells else ""
    return text + " " * (cells - width(text))
