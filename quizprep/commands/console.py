"""Talking to the terminal: data on stdout, talk on stderr, JSON, and questions with an answer typed below them."""

from __future__ import annotations

import sys

from quizprep.text import escaped, fit, printable, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO


def out(text: str = "") -> None:
    """One line (or several) of data on stdout, without control characters."""
    _put(sys.stdout, printable(text) + "\n")


def talk(text: str) -> None:
    """One line of talk on stderr, without control characters."""
    _put(sys.stderr, printable(text) + "\n")


def emit(value: Any) -> None:
    """`value` as JSON on stdout, without control characters."""
    import json

    plain = (sys.stdout.encoding or "").lower().replace("-", "") not in ("utf8", "utf8sig")
    text = json.dumps(value, ensure_ascii=plain, indent=1)
    _put(sys.stdout, escaped(text) + "\n")


def _put(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
    except UnicodeEncodeError:
        coding = stream.encoding or "ascii"
        stream.write(text.encode(coding, "replace").decode(coding))


def ask(prompt: str) -> str:
    """One typed line.

    Raises:
        EOFError: the input ended.
    """
    _put(sys.stdout, prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def columns(rows: list[list[str]]) -> list[str]:
    """Rows as aligned columns; wide (Chinese) characters count two cells."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_pad(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def screen_columns() -> int | None:
    """How wide the terminal is; None where stdout is none."""
    import os

    return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None


def within_screen(line: str) -> str:
    """`line` cut where the terminal ends; whole where stdout is none, since scripts want all of it."""
    room = screen_columns()
    return line if room is None else fit(line, room).rstrip()


def _pad(cell: str, size: int) -> str:
    return cell + " " * (size - width(cell))
