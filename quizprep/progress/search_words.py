"""The words of a search: cut out of what was typed, as a full-text query, and as a pattern that marks them in a text."""

from __future__ import annotations

import re

from quizprep.content import names
from quizprep.content.names import WIDE
from quizprep.content.texts import apart, together

TOKENS, LETTERS = 16, 64
"""More words, and more letters of a word, are left out."""
_EVERYWHERE = """a an and are as at be by can do does for from has have how if in is it its of on or s t that the their this to
was what when which why will with you your"""
EVERYWHERE = frozenset(_EVERYWHERE.split())
"""Words that are in most questions; they are not looked up beside others."""
AROUND = 120
"""So many characters of a text are shown round its first marked word."""
_SPACE = re.compile(r"\s+")

Pieces = tuple[tuple[str, bool], ...]
"""A text cut up, and of each piece whether it is one of the words."""


def tokens_of(words: str) -> list[str]:
    """The words that are looked up: runs of letters and digits, and runs of Chinese characters."""
    found = [token[:LETTERS] for token in names.tokens(words)][:TOKENS]
    return [t for t in found if t not in EVERYWHERE] or found


def is_wide(token: str) -> bool:
    """Whether it is a run of Chinese characters."""
    return bool(re.match(f"[{WIDE}]", token))


def query_of(tokens: list[str], join: str = " AND ", *, begun: frozenset[str] = frozenset()) -> str:
    """The tokens as an FTS5 query: each in quotes, so that nothing in them is syntax.

    Args:
        tokens: of `tokens_of`.
        join: how they are joined.
        begun: those that are taken as the beginnings of words. In a large bank that is slow for words that are everywhere.
    """
    parts = []
    for token in tokens:
        if is_wide(token):
            parts.append(f'"{apart(token)}"')
        elif token in begun:
            parts.append(f'"{stem(token)}"*')
        else:
            parts.append("(" + " OR ".join(f'"{form}"' for form in forms(token)) + ")")
    return join.join(parts)


def pattern_of(tokens: list[str], begun: frozenset[str]) -> re.Pattern[str]:
    """What `query_of` looks for, as a pattern for a text in small letters; what it begins with is found fast."""
    parts = []
    for token in tokens:
        if is_wide(token):
            parts.append(r"[\W_]*".join(token))
        elif token in begun:
            begins = re.escape(stem(token))
            parts.append(rf"{begins}(?<![^\W_]{begins})[^\W_]*")
        else:
            parts += [rf"{form}(?<![^\W_]{form})(?![^\W_])" for form in map(re.escape, forms(token))]
    return re.compile("|".join(sorted(parts, key=len, reverse=True)))


def forms(word: str) -> list[str]:
    """A word in singular and plural."""
    one = stem(word)
    ends = ("", "s", "es", "y", "ies") if word.endswith(("y", "ies")) else ("", "s", "es")
    base = one[:-1] if one.endswith("y") else one
    return sorted({word, one, *((base if end in ("y", "ies") else one) + end for end in ends)})


def stem(word: str) -> str:
    """`word` without the ending of a plural, so that "gradients" finds "gradient"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3]
    if len(word) > 4 and word.endswith(("sses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


# ------------------------------------------------------------------ marking


def lower(text: str) -> str:
    """`text` in small letters, each in its place."""
    low = text.lower()
    return low if len(low) == len(text) else text


def mark(text: str, words: re.Pattern[str]) -> Pieces:
    """A text of the catalogue with its words marked, white space evened out."""
    found, end = [], 0
    for hit in words.finditer(lower(text)):
        found += [(text[end : hit.start()], False), (text[hit.start() : hit.end()], True)]
        end = hit.end()
    found.append((text[end:], False))
    found[0], found[-1] = (found[0][0].lstrip(), found[0][1]), (found[-1][0].rstrip(), found[-1][1])
    return tuple((_SPACE.sub(" ", together(piece)), on) for piece, on in found if piece)


def snippet(text: str, words: re.Pattern[str]) -> Pieces:
    """Of the line with the first of the words, what stands round it; () where none of them is there.

    It is one line, so that it is of one language; a heading only where no other line has a word.
    """
    first, begin, end = None, 0, 0
    for hit in words.finditer(lower(text)):
        if first is not None and hit.start() < end:
            continue
        begin, end = text.rfind("\n", 0, hit.start()) + 1, text.find("\n", hit.end())
        end = len(text) if end < 0 else end
        heading = text.startswith("#", begin)
        if first is None or not heading:
            first = (hit.start() - begin, text[begin:end].lstrip("# "), end - begin)
        if not heading:
            break
    if first is None:
        return ()
    at, line, length = first
    return _around(line, max(0, at - (length - len(line))), words)


def _around(line: str, at: int, words: re.Pattern[str]) -> Pieces:
    begin = max(0, at - AROUND // 4)
    if begin:
        begin = line.find(" ", begin, at) + 1 or begin
    end = begin + AROUND
    return mark(("…" if begin else "") + line[begin:end] + ("…" if end < len(line) else ""), words)
