"""Reading an answer and grading it.

`read` turns what was typed or picked into a JSON value, or says which form is wanted; that costs nothing.
`grade` judges such a value; it never raises for a value that `read` returned.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quizprep.content.model import Choice, Choices, Cloze, Line, Match, Number, Open, Order, Shape, Short
from quizprep.content.render import Rendered
from quizprep.errors import UnreadableAnswer
from quizprep.i18n import _, language
from quizprep.quiz import forms
from quizprep.quiz.judge import OPEN_PASS, Result, answer_text, judge

__all__ = ["OPEN_PASS", "Result", "answer_text", "grade", "letter", "read"]


def letter(place: int) -> str:
    """The letter that an option, item or right is shown with: a, b, c …"""
    return chr(ord("a") + place)


def read(rendered: Rendered, raw: Any) -> Any:
    """The answer as a JSON value.

    Args:
        rendered: the variant that was asked.
        raw: choice: letter or 0-based place; choices, order, match: letters or places; number, shape, text:
            as typed; cloze: one text for each blank (or one string with ``;`` between); line: number or text;
            open: the 0-based rubric points that were met, or their letters (``-`` for none).

    Raises:
        UnreadableAnswer: with one sentence that says which form is wanted.
    """
    question = rendered.question
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        raise UnreadableAnswer(_("Nothing was answered.") + " " + wanted(rendered))
    value: Any
    match question:
        case Choice():
            value = _places(raw, len(question.options))
            value = value[0] if value and len(value) == 1 else None
        case Choices():
            value = sorted(set(_places(raw, len(question.options)) or ())) or None
        case Number():
            value = _number(question, raw)
        case Shape():
            value = forms.sizes(raw) if isinstance(raw, str) else _whole(raw)
        case Short():
            value = str(raw).strip() if len(str(raw)) <= forms.LONGEST and forms.loose(str(raw)).strip("-_") else None
        case Cloze():
            value = _blanks(question, raw)
        case Order():
            value = _places(raw, len(question.items))
            value = value if value and sorted(value) == list(range(len(question.items))) else None
        case Match():
            value = _places(raw, len(rendered.shown))
            value = value if value and len(value) == len(question.pairs) else None
        case Line():
            value = _line(question, raw)
        case Open():
            value = _points(question, raw)
    if value is None:
        shown = f"{raw!r:.40}" if isinstance(raw, str) else ""
        told = _("{answer} can't be read.", answer=shown) if shown else _("This answer can't be read.")
        if isinstance(raw, list) and all(v == -1 for v in raw):  # nothing ticked or matched
            told = _("Nothing was answered.")
        raise UnreadableAnswer(told + " " + wanted(rendered))
    return value


def wanted(rendered: Rendered) -> str:
    """One sentence: what to answer, in the language of the interface."""
    question = rendered.question
    match question:
        case Choice():
            return _("Give one letter from a to {last}.", last=letter(len(question.options) - 1))
        case Choices():
            return _("Give the letters of all that are right, like a, c.")
        case Number():
            form = question.form.get(language()) if question.form else ""
            told = _("Give a number such as 3.5, 1,024, 1e-3 or 2/3, with a point for decimals.")
            return f"{told} ({form})" if form else told
        case Shape():
            axes = question.axes or "N, C, H, W"
            return _("Give all sizes as whole numbers, in the order {axes}, like 64, 112, 112.", axes=axes)
        case Short():
            return _("Give a word or a short phrase.")
        case Cloze():
            n = len(question.blanks)
            return _("Fill the blank.") if n == 1 else _("Fill all {n} blanks.", n=n)
        case Order():
            return _("Give all {n} letters, each once, in the right order, like c a b.", n=len(question.items))
        case Match():
            return _("Give {n} letters: for each on the left, the one on the right.", n=len(question.pairs))
        case Line():
            return _("Give one line number from 1 to {last}.", last=len(question.code.splitlines()))
    return _("Give the letters of the points that you made, or - for none.")


def grade(rendered: Rendered, answer: Any) -> Result:
    """Judge an answer that `read` returned."""
    return judge(rendered, answer)


def _whole(raw: Any) -> list[int] | None:
    """The integers of an iterable; None where one is none (bool is not a number here)."""
    if isinstance(raw, str | bytes) or not isinstance(raw, Iterable):
        return None
    found = list(raw)
    return found if all(type(v) is int and v >= 0 for v in found) and found else None


def _places(raw: Any, count: int) -> list[int] | None:
    if isinstance(raw, str):
        return forms.letters(raw, count)
    found = [raw] if type(raw) is int else _whole(raw)
    return found if found and all(0 <= v < count for v in found) else None


def _number(question: Number, raw: Any) -> int | float | None:
    return forms.number(str(raw), percent=forms.is_percent(question.unit), units=forms.units(question.unit))


def _blanks(question: Cloze, raw: Any) -> list[str] | None:
    count = len(question.blanks)
    if isinstance(raw, str):
        raw = [raw] if count == 1 else raw.replace("；", ";").split(";")
    found = [str(v).strip() for v in raw]
    for place, text in enumerate(found[:count], 1):
        if not text:
            raise UnreadableAnswer(_("Blank {place} is empty: fill all {n} blanks.", place=place, n=count))
    return found if len(found) == count and all(len(v) <= forms.LONGEST for v in found) else None


def _line(question: Line, raw: Any) -> int | None:
    if isinstance(raw, str):
        text = forms.plain(raw).casefold()
        for word in ("line", "第", "行", "l", "#"):
            text = text.replace(word, " ")
        raw = int(text) if text.strip().isascii() and text.strip().isdigit() and len(text) < 12 else None
    return raw if type(raw) is int and 1 <= raw <= len(question.code.splitlines()) else None


def _points(question: Open, raw: Any) -> list[int] | None:
    if isinstance(raw, str):
        if raw.strip() in ("-", "0", "–", "—"):
            return []
        raw = forms.letters(raw, len(question.rubric))
    if not isinstance(raw, Iterable):
        return None
    found = sorted(set(raw))
    return found if all(type(v) is int and 0 <= v < len(question.rubric) for v in found) else None
