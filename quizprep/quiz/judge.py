"""Judging a readable answer: right or wrong, how nearly, why, and what would have been right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from quizprep.content.model import (
    Blank,
    Choice,
    Choices,
    Cloze,
    Line,
    Match,
    Number,
    Open,
    Order,
    Shape,
    Short,
    Text,
    Trap,
)
from quizprep.content.render import Rendered
from quizprep.quiz import forms

OPEN_PASS = 0.6
"""Share of the rubric that an open answer must meet."""


class Result(Struct, frozen=True):
    """What became of an answer."""

    correct: bool
    score: float
    """0 to 1; 1 only where `correct` (an open answer may pass with less)."""
    feedback: tuple[Text, ...]
    """Why each chosen wrong option is wrong, the slip behind a known wrong value, what was missed."""
    answer: Text
    """The right answer as shown to a person."""


def judge(rendered: Rendered, answer: Any) -> Result:
    """Judge `answer`, a value of `answers.read`."""
    question, right = rendered.question, answer_text(rendered)
    score = 0.0
    feedback: Sequence[Text] = ()
    match question:
        case Choice():
            score, feedback = float(answer in rendered.key), _whys(question, [answer], rendered.key)
        case Choices():
            score, feedback = _choices(question, answer, rendered.key)
        case Number():
            score, feedback = _number(question, answer)
        case Shape():
            score, feedback = _shape(question, answer)
        case Short():
            score, feedback = _typed(answer, question.accept, question.traps)
        case Cloze():
            score, feedback = _cloze(question, answer)
        case Order() | Match():
            score = _matching([rendered.shown[i] for i in answer], [rendered.shown[i] for i in rendered.key])
        case Line():
            score = float(answer in question.answer)
        case Open():
            score, feedback = _open(question, answer)
    passed = score >= OPEN_PASS if isinstance(question, Open) else score == 1.0
    return Result(passed, score, tuple(feedback), right)


def _whys(question: Choice | Choices, chosen: Sequence[int], key: Sequence[int]) -> tuple[Text, ...]:
    whys = (question.options[i].why for i in chosen if i not in key)
    return tuple(w for w in whys if w)


def _choices(question: Choices, chosen: Sequence[int], key: Sequence[int]) -> tuple[float, tuple[Text, ...]]:
    hits, all_named = set(chosen) & set(key), set(chosen) | set(key)
    missed = [i for i in key if i not in chosen]
    told = _whys(question, chosen, key)
    if missed:
        en = "; ".join(question.options[i].text.en for i in missed)
        zh = "；".join(question.options[i].text.get("zh") for i in missed)
        told += (Text(f"Also right, and not chosen: {en}", f"还有正确但没有选的：{zh}"),)
    return len(hits) / len(all_named), told


def _number(question: Number, value: float) -> tuple[float, tuple[Text, ...]]:
    if forms.near(value, question.answer, question.tolerance, question.absolute):
        return 1.0, ()
    percent, units = forms.is_percent(question.unit), forms.units(question.unit)
    hits = []
    for trap in question.traps:
        slip = forms.number(trap.answer, percent=percent, units=units)
        if slip is not None and forms.near(value, slip, question.tolerance, question.absolute):
            hits.append((abs(value - slip), trap.why))
    return 0.0, (min(hits, key=lambda h: h[0])[1],) if hits else ()


def _shape(question: Shape, value: list[int]) -> tuple[float, tuple[Text, ...]]:
    if value == question.answer:
        return 1.0, ()
    for trap in question.traps:
        if forms.sizes(trap.answer) == value:
            return 0.0, (trap.why,)
    asked, given = len(question.answer), len(value)
    if asked != given:
        return 0.0, (
            Text(
                f"You gave {given} size{'s' * (given != 1)}; the shape has {asked}.",
                f"你给了 {given} 个数；这个形状有 {asked} 个维度。",
            ),
        )
    return 0.0, ()


def _typed(
    typed: str, accept: Sequence[str], traps: Sequence[Trap], *, code: bool = False, tolerance: float = 0.0
) -> tuple[float, tuple[Text, ...]]:
    """Compare a typed text: exact forms first, so that ``N`` and ``n`` differ where a trap says so."""
    exact = typed.strip()
    if exact in accept:
        return 1.0, ()
    for trap in traps:
        if trap.answer == exact:
            return 0.0, (trap.why,)
    value = forms.number(exact) if tolerance else None
    for wanted in accept:
        number = forms.number(wanted) if value is not None else None
        if forms.same_text(exact, wanted, code=code) or (
            value is not None and number is not None and forms.near(value, number, tolerance)
        ):
            return 1.0, ()
    for trap in traps:
        number = forms.number(trap.answer) if value is not None else None
        if forms.same_text(exact, trap.answer, code=code) or (
            value is not None and number is not None and forms.near(value, number, tolerance)
        ):
            return 0.0, (trap.why,)
    return 0.0, ()


def _cloze(question: Cloze, typed: Sequence[str]) -> tuple[float, tuple[Text, ...]]:
    right, told = 0, []
    for place, (text, blank) in enumerate(zip(typed, question.blanks, strict=True), 1):
        score, why = _blank(blank, text, code=question.monospace)
        right += score == 1.0
        told += [Text(f"Blank {place}: {w.en}", f"第 {place} 空：{w.get('zh')}") for w in why]
        if not score and not why:
            told.append(Text(f"Blank {place} is wrong.", f"第 {place} 空不对。"))
    return right / len(question.blanks), tuple(told)


def _blank(blank: Blank, text: str, *, code: bool) -> tuple[float, tuple[Text, ...]]:
    return _typed(text, blank.accept, blank.traps, code=code, tolerance=blank.tolerance)


def _matching(given: Sequence[Text], wanted: Sequence[Text]) -> float:
    return sum(a == b for a, b in zip(given, wanted, strict=True)) / len(wanted)


def _open(question: Open, met: Sequence[int]) -> tuple[float, tuple[Text, ...]]:
    total, made = len(question.rubric), len(met)
    bar = f"{OPEN_PASS:.0%}"
    told = [
        Text(
            f"You made {made} of {total} points; {bar} of the rubric counts as right.",
            f"你讲到了 {total} 个要点中的 {made} 个；达到 {bar} 即算答对。",
        )
    ]
    missed = [p for i, p in enumerate(question.rubric) if i not in met]
    told += [Text(f"Missed: {p.en}", f"没有讲到：{p.get('zh')}") for p in missed]
    return made / total, tuple(told)


def shown_number(value: float) -> str:
    """A number as a person writes it: integers in full, others to six significant digits."""
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        return f"{int(value):,}" if abs(value) >= 10_000 else str(int(value))
    return f"{value:.6g}"


def answer_text(rendered: Rendered) -> Text:
    """The right answer of `rendered` as shown to a person."""
    question = rendered.question
    match question:
        case Choice() | Choices():
            picked = [(chr(ord("a") + i), question.options[i].text) for i in rendered.key]
            en = "; ".join(f"{a}. {t.en}" for a, t in picked)
            return Text(en, "；".join(f"{a}. {t.get('zh')}" for a, t in picked))
        case Number():
            shown, unit = shown_number(question.answer), question.unit or Text("")
            return Text(f"{shown} {unit.en}".strip(), f"{shown} {unit.get('zh')}".strip())
        case Shape():
            shown = ", ".join(map(str, question.answer))
            return Text(f"({shown},)" if len(question.answer) == 1 else f"({shown})")
        case Short():
            return Text(question.accept[0])
        case Cloze():
            if len(question.blanks) == 1:
                return Text(question.blanks[0].accept[0])
            return Text("; ".join(f"{i}: {b.accept[0]}" for i, b in enumerate(question.blanks, 1)))
        case Order():
            rows = list(enumerate(question.items, 1))
            return Text(*("\n".join(f"{i}. {t.get(lang)}" for i, t in rows) for lang in ("en", "zh")))
        case Match():
            en = "\n".join(f"{p.left.en} → {p.right.en}" for p in question.pairs)
            return Text(en, "\n".join(f"{p.left.get('zh')} → {p.right.get('zh')}" for p in question.pairs))
        case Line():
            return _faulty(question)
    return question.model


def _faulty(question: Line) -> Text:
    lines = question.code.splitlines()
    first = question.answer[0]
    source = lines[first - 1].strip() if first <= len(lines) else ""
    others = ", ".join(map(str, question.answer[1:]))
    fixed = f"\n{question.fixed.rstrip()}" if question.fixed else ""
    en = f"line {first}" + (f" (or {others})" if others else "") + f": {source}" + (f"\nas it should be:{fixed}" if fixed else "")
    return Text(en, f"第 {first} 行" + (f"（或第 {others} 行）" if others else "") + f"：{source}" + (f"\n应当是：{fixed}" if fixed else ""))
