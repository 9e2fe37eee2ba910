"""Turning content into what Textual draws: styled text, highlighted code, line breaks that Chinese can bear.

Nothing here reads markup: a bracket in a text is a bracket.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content
from textual.visual import RenderOptions, Visual

from quizprep import i18n

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.strip import Strip
    from textual.style import Style

    from quizprep.content.model import Text

CODE = "$code-text on $code-back"
STRONG = "bold $foreground"
QUIET = "$quiet"
GOOD = "bold $success"
BAD = "bold $error"

_SPANS = re.compile(r"`([^`\n]+)`|\*\*([^*\n]+)\*\*")
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_OPENING = "（《「『【〔“‘"
_CLOSING = "，。；：？！、）》」』】〕”’…%"
_GLUE = "\u00a0\u202f"
"""Spaces at which no line is broken."""
_TOKEN = re.compile(
    rf"[{_OPENING}]*(?:[{_WIDE}]|(?:[^\s{_WIDE}{_OPENING}{_CLOSING}]|[{_GLUE}])+)[{_CLOSING}]*[^\S{_GLUE}]*|\S\s*|\s+"
)


def inline(text: str, style: str = "") -> Content:
    """`text` with `code` and **bold** shown as such."""
    parts: list[Content] = []
    end = 0
    for found in _SPANS.finditer(text):
        parts.append(Content.styled(text[end : found.start()], style))
        if found[1] is not None:
            parts.append(Content.styled(found[1], CODE))
        else:
            parts.append(Content.styled(found[2], STRONG))
        end = found.end()
    parts.append(Content.styled(text[end:], style))
    return Content("").join(parts)


def said(text: Text, style: str = "") -> Content:
    """A text of the content in the language in use."""
    return inline(text.get(i18n.language()), style)


def plain(text: str, style: str = "") -> Content:
    """`text` as it stands, harmless whatever it holds."""
    from quizprep.text import printable

    return Content.styled(printable(text), style)


def code(source: str) -> Content:
    """Python, highlighted."""
    from quizprep.tui.highlighting import highlighted

    return highlighted(source.strip("\n"))


def lines(*parts: Content | str) -> Content:
    """The parts under each other, empty ones left out."""
    return Content("\n").join([Content(p) if isinstance(p, str) else p for p in parts if p])


def bar(share: float | None, cells: int = 10) -> Content:
    """A bar for a share of one, empty where there is none."""
    filled = 0 if share is None else round(share * cells)
    return Content.assemble(("━" * filled, "$primary"), ("─" * (cells - filled), "$line"))


def fit(text: str, cells: int) -> str:
    """`text` cut or padded to that many cells."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) > cells > 1:
        return (
            set_cell_size(text, cells - 1).rstrip()
            + "…"
            + " " * (cells - 1 - cell_len(set_cell_size(text, cells - 1).rstrip()))
        )
    return set_cell_size(text, cells)


def shorter(content: Content, cells: int) -> Content:
    """`content` cut to that many cells."""
    return content if content.cell_length <= cells else content.truncate(max(1, cells), ellipsis=True)


def end_of(text: str, cells: int) -> str:
    """The end of `text`, for a path: its file counts most; all of it where there is no room to speak of."""
    from rich.cells import cell_len

    if cells < 8 or cell_len(text) <= cells:
        return text
    while cell_len(text) > cells - 1:
        text = text[1:]
    return "…" + text


def breaks(line: str, width: int) -> list[int]:
    """Offsets at which `line` is broken to fit `width` cells; no line begins with a closing sign."""
    from rich.cells import cell_len

    offsets: list[int] = []
    used = 0
    for found in _TOKEN.finditer(line):
        token = found[0]
        size = cell_len(token.rstrip())
        if used and used + size > width:
            offsets.append(found.start())
            used = 0
        if size > width:
            room = width
            for place, sign in enumerate(token.rstrip()):
                if (wide := cell_len(sign)) > room:
                    offsets.append(found.start() + place)
                    room = width
                room -= wide
            used = width - room + cell_len(token) - size
            continue
        used += cell_len(token)
    return offsets


FURTHER = 6
"""Cells: more than a step of Python's own indentation."""


class Flow(Visual):
    """Content that is wrapped with a hanging indent, between Chinese characters too.

    Args:
        content: what is shown.
        hang: cells by which the second and later lines of each paragraph are indented.
    """

    def __init__(self, content: Content, hang: int = 0) -> None:
        self.content, self.hang = content, hang
        self._wrapped: tuple[int, Content] | None = None

    def wrapped(self, width: int) -> Content:
        """The content with its line breaks made for `width`."""
        if self._wrapped is None or self._wrapped[0] != width:
            out: list[Content] = []
            for paragraph in self.content.split("\n", allow_blank=True):
                out += self._paragraph(paragraph, width)
            self._wrapped = (width, Content("\n").join(out))
        return self._wrapped[1]

    def _paragraph(self, paragraph: Content, width: int) -> list[Content]:
        return self._broken(paragraph, width, self.hang, self.hang)

    @staticmethod
    def _broken(paragraph: Content, width: int, head: int, hang: int) -> list[Content]:
        """In lines, of which the first keeps its first `head` cells, and the others begin at `hang`."""
        if width <= 3 * hang:
            head = hang = 0
        first, rest = paragraph[:head] if head else Content(""), paragraph[head:] if head else paragraph
        offsets = breaks(rest.plain, max(1, width - hang))
        pieces = rest.divide(offsets) if offsets else [rest]
        pad = Content(" " * hang)
        return [(pad if i else first) + piece.rstrip() for i, piece in enumerate(pieces)]

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Textual's drawing hook."""
        return self.wrapped(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Textual's layout hook."""
        return self.content.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        """Textual's layout hook."""
        return self.content.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Textual's layout hook."""
        return self.wrapped(width).get_height(rules, width)


class CodeFlow(Flow):
    """Code or values, of which a line that doesn't fit goes on under itself, further to the right."""

    def _paragraph(self, paragraph: Content, width: int) -> list[Content]:
        text = paragraph.plain
        if paragraph.cell_length <= width:
            return [paragraph]
        indent = len(text) - len(text.lstrip())
        return self._broken(paragraph, width, indent, indent + FURTHER)
