"""What can be wrong with one question, authored or drawn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unicodedata import combining, east_asian_width

import msgspec

from quizprep.content.findings import Finding
from quizprep.content.library import find_line
from quizprep.content.model import LANGUAGES, Choice, Choices, Cloze, Line, Match, Order, Question, Shape, Text

FIGURE_COLUMNS = 72


def problems(question: Question) -> Iterator[tuple[str, str]]:
    """Pairs of the field (as in the TOML, "" for the question itself) and what is wrong with it."""
    yield from empty_texts(question)
    if not any(s.strip() for s in question.sources):
        yield "sources", "there is no source"
    if question.figure:
        yield from _figure(question.figure)
    if isinstance(question, Choice | Choices):
        yield from _options(question)
    elif isinstance(question, Cloze):
        yield from _blanks(question)
    elif isinstance(question, Line):
        count = len(question.code.splitlines())
        for number in question.answer:
            if not 1 <= number <= count:
                yield "answer", f"line {number} is not in the code, which has {count}"
            elif not question.code.splitlines()[number - 1].strip():
                yield "answer", f"line {number} of the code is empty"
    elif isinstance(question, Shape) and min(question.answer) < 1:
        yield "answer", f"the shape {question.answer} has a size that is not positive"
    elif isinstance(question, Order):
        yield from _twice("items", question.items)
    elif isinstance(question, Match):
        yield from _twice("pairs", [p.left for p in question.pairs])
        yield from _twice("extra", [*{p.right for p in question.pairs}, *question.extra])


def empty_texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text that lacks a language."""
    if isinstance(value, Text):
        for lang in LANGUAGES:
            if not getattr(value, lang).strip():
                yield name, f"{name or 'text'}: a language is missing ({lang})"
    elif isinstance(value, msgspec.Struct):
        for info in msgspec.structs.fields(value):
            yield from empty_texts(getattr(value, info.name), f"{name}.{info.encode_name}".lstrip("."))
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            yield from empty_texts(part, f"{name}[{place}]")


def texts(value: Any, path: Path, prefix: str) -> Iterator[Finding]:
    """Findings for every text of a whole file that lacks a language."""
    source = path.read_text("utf-8")
    for name, message in empty_texts(value, prefix):
        yield Finding(str(path), find_line(source, name), message)


def stem(question: Question) -> str:
    """What the question shows before it is answered; two questions must not share it."""
    shown = [question.prompt.en, question.code, question.figure.en if question.figure else ""]
    if isinstance(question, Cloze):
        shown.append(question.body.en)
    elif isinstance(question, Order):
        shown += sorted(t.en for t in question.items)
    elif isinstance(question, Match):
        shown += sorted(p.left.en for p in question.pairs)
    return " ".join(" ".join(shown).casefold().split())


def _figure(figure: Text) -> Iterator[tuple[str, str]]:
    for lang in LANGUAGES:
        for line in getattr(figure, lang).splitlines():
            cells = sum(0 if combining(c) else 1 + (east_asian_width(c) in "WF") for c in line)
            if cells > FIGURE_COLUMNS:
                yield "figure", f"the {lang} figure is {cells} columns wide, at most {FIGURE_COLUMNS}"
                break


def _options(question: Choice | Choices) -> Iterator[tuple[str, str]]:
    right = sum(o.correct for o in question.options)
    if isinstance(question, Choice) and right != 1:
        yield "options[0]", f"exactly one option must be correct, {right} are"
    if isinstance(question, Choices) and not 0 < right < len(question.options):
        yield "options[0]", f"at least one option must be correct and not all, {right} of {len(question.options)} are"
    for place, option in enumerate(question.options):
        if not option.correct and option.why is None:
            yield f"options[{place}]", f"the wrong option {option.text.en!r} has no why"
        if re.search(r"\b(all|none) of the above\b", option.text.en, re.IGNORECASE):
            yield f"options[{place}]", f"{option.text.en!r} is no answer of its own"
    yield from _twice("options", [o.text for o in question.options])


def _twice(name: str, shown: Sequence[Text]) -> Iterator[tuple[str, str]]:
    for lang in LANGUAGES:
        counted = Counter(" ".join(getattr(t, lang).split()) for t in shown)
        for text, times in counted.items():
            if times > 1 and text:
                yield name, f"{text!r} stands {times} times among the {name}"


def _blanks(question: Cloze) -> Iterator[tuple[str, str]]:
    wanted = list(range(1, len(question.blanks) + 1))
    for lang in LANGUAGES:
        body = getattr(question.body, lang)
        found = sorted(int(n) for n in re.findall(r"\{\{(\d+)\}\}", body))
        if body and found != wanted:
            yield "body", f"the {lang} body has the blanks {found}, the question {wanted}"
    for place, blank in enumerate(question.blanks):
        if not any(a.strip() for a in blank.accept):
            yield f"blanks[{place}]", f"blank {place + 1} accepts nothing"
