"""The words of questions and drills, for finding them: what is shown when it is asked, and what is told afterwards.

Not among them: reference solutions, checks and hints, and the code of the questions made of known mistakes, which is a solution but
for one line.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from quizprep.content.catalogue import FAULTY
from quizprep.content.generator import Generator
from quizprep.content.names import WIDE
from quizprep.errors import ContentError

if TYPE_CHECKING:
    from quizprep.content.library import Drill, Item, Topic
    from quizprep.content.model import Question

APART = "\x1f"
"""Stands at both sides of each Chinese character, so that each is a word to SQLite and any two side by side can be searched; one stands
between two of them."""
_EDGE = re.compile(f"(?<=[{WIDE}])|(?=[{WIDE}])")
SHOWN = ("items", "pairs", "extra", "body", "figure")
"""Fields that are shown when the question is asked."""


def apart(text: str) -> str:
    """`text` with its Chinese characters set apart."""
    return text if text.isascii() else _EDGE.sub(APART, text)


def together(text: str) -> str:
    """What `apart` took apart."""
    return text.replace(APART, "")


def _texts(value: Any) -> Iterator[str]:
    """Every text in both languages inside `value`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("en", "zh") and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def words_of(question: Question, *, code: bool = True) -> tuple[str, str, str]:
    """The prompt (and the id) by lines, English first; what else is shown when it is asked; what is told afterwards."""
    plain = msgspec.to_builtins(question)
    options = plain.pop("options", [])
    head = [line.replace("\n", " ") for line in _texts(plain.pop("prompt"))] + [question.id]
    shown = [*_texts([o["text"] for o in options]), *_texts([plain.pop(f, None) for f in SHOWN])]
    if code and question.code:
        shown.append(question.code)
    rest = [*_texts([o.get("why") for o in options]), *_texts(plain)]
    return apart("\n".join(head)), apart("\n".join(shown)), apart("\n".join(rest))


def question_rows(topic: Topic) -> Iterator[tuple[Any, ...]]:
    """A row of ``items`` and its words for each question of a topic."""
    places: Counter[str] = Counter()
    faulty = {id(q) for q in topic.faulty}
    for item in topic.items:
        family = FAULTY if id(item) in faulty else item.concept
        row = _question_row(topic, item, family, places[family])
        if row is not None:
            places[family] += 1
            yield row


def _question_row(topic: Topic, item: Item, family: str, place: int) -> tuple[Any, ...] | None:
    if isinstance(item, Generator):
        try:
            question, levels, body = item.question(0), item.levels, None
        except Exception as e:  # a generator of the bank may raise anything
            topic.problems.append(ContentError(item.file, f"{item.id} (seed 0): {type(e).__name__}: {e}"))
            return None
        file = str(item.file)
    else:
        question, levels, body, file = item, (item.difficulty,), msgspec.json.encode(item), ""
    title = json.dumps(msgspec.to_builtins(question.prompt), ensure_ascii=False)
    known = ("question", item.id, topic.slug, item.concept, family, place, question.kind, min(levels), max(levels), body is None)
    return *known, title, file, body, *words_of(question, code=family != FAULTY)


def drill_row(drill: Drill, place: int) -> tuple[Any, ...]:
    """A row of ``items`` for a drill, and its words: title, statement, known mistakes."""
    info = drill.info
    title = msgspec.to_builtins(info.title)
    statements: list[str] = []
    told: list[str] = []
    for lang in ("en", "zh"):
        try:
            statements.append(drill.statement(lang))
        except OSError:
            continue
    try:
        for mistake in drill.mistakes().mistakes:
            told += _texts(msgspec.to_builtins([mistake.title, mistake.explanation, mistake.symptom]))
    except ContentError:
        pass  # a bank without solutions; the lint says so
    head = "\n".join([*_texts(title), info.slug])
    concept = info.concepts[0] if info.concepts else ""
    known = ("drill", info.slug, drill.topic, concept, concept, place, info.framework, info.difficulty, info.difficulty, False)
    words = (apart(head), apart("\n".join(statements)), apart("\n".join(told)))
    return *known, json.dumps(title, ensure_ascii=False), "", None, *words
