"""Python in the colours of our themes. Imported when the first code is shown."""

from __future__ import annotations

from pygments.token import Token  # type: ignore[import-untyped]
from textual.content import Content
from textual.highlight import HighlightTheme, highlight

Token_ = tuple[str, ...]


class Calm(HighlightTheme):
    """Few colours: keywords, names that are defined, strings, numbers; the rest is plain."""

    STYLES: dict[Token_, str] = {  # noqa: RUF012 - as Textual declares it
        Token.Comment: "$quiet italic",
        Token.Keyword: "$secondary",
        Token.Keyword.Constant: "$accent",
        Token.Keyword.Namespace: "$secondary",
        Token.Literal.Number: "$accent",
        Token.Literal.String: "$success",
        Token.Literal.String.Doc: "$quiet italic",
        Token.Name: "$foreground",
        Token.Name.Builtin: "$primary",
        Token.Name.Class: "bold $primary",
        Token.Name.Decorator: "$secondary",
        Token.Name.Function: "bold $primary",
        Token.Operator: "$quiet",
        Token.Operator.Word: "$secondary",
    }


def highlighted(source: str) -> Content:
    """`source` as Python; its lines stay as they are."""
    return highlight(source, language="python", theme=Calm)
