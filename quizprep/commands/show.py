"""A question, a result and a report as plain lines of text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from quizprep.commands.console import screen_columns
from quizprep.content.model import Choice, Choices, Cloze, Line, Match, Number, Open, Order, Shape, Short, Text
from quizprep.grading import words
from quizprep.i18n import _, language
from quizprep.text import width

if TYPE_CHECKING:
    from quizprep.content.model import Question
    from quizprep.content.render import Rendered
    from quizprep.grading.report import CheckResult, Report
    from quizprep.quiz.judge import Result

MARKS = {"pass": "✓", "fail": "✗", "error": "✗", "skipped": "–"}


WIDEST, NARROWEST = 96, 40
"""Cells of a line of prose: as many as the terminal has, within these."""


def prose(text: str, indent: str = "", first: str | None = None) -> list[str]:
    """`text` wrapped to the terminal, its own line ends kept; wide characters count two cells."""
    lines: list[str] = []
    columns = max(NARROWEST, min(WIDEST, screen_columns() or WIDEST))
    for row in text.strip("\n").splitlines() or [""]:
        lead = indent if lines or first is None else first
        if width(lead + row) <= columns or row.startswith("    "):
            lines.append(lead + row)
        elif row.isascii():
            lines += textwrap.wrap(row, columns, initial_indent=lead, subsequent_indent=indent)
        else:
            lines += _wide(row, lead, indent, columns)
    return lines


def _wide(row: str, lead: str, indent: str, columns: int) -> list[str]:
    """Wrap a row that holds wide characters, between any two of them or at spaces."""
    lines, line = [], lead
    for piece in re.findall(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+", row):
        if width(line + piece.rstrip()) > columns and line.strip():
            lines.append(line.rstrip())
            line = indent
        line += piece
    return [*lines, line.rstrip()]


def local(text: Text) -> str:
    """`text` in the language of the interface."""
    return text.get(language())


def _lettered(texts: list[Text]) -> Iterator[str]:
    for place, text in enumerate(texts):
        yield from prose(local(text), "     ", f"  {chr(ord('a') + place)}) ")


def question_lines(rendered: Rendered) -> Iterator[str]:
    """The question as it is asked: prompt, figure, code, options."""
    question = rendered.question
    yield from prose(local(question.prompt))
    if question.figure:
        yield ""
        yield from local(question.figure).rstrip("\n").splitlines()
    if question.code:
        yield ""
        numbered = isinstance(question, Line)
        for number, line in enumerate(question.code.splitlines(), 1):
            yield f"{number:4}  {line}" if numbered else f"    {line}"
    if isinstance(question, Cloze):
        yield ""
        yield from prose(re.sub(r"\{\{(\d+)\}\}", r"[\1]____", local(question.body)), "    ", "    ")
    if isinstance(question, Match):
        yield ""
        for number, pair in enumerate(question.pairs, 1):
            yield from prose(local(pair.left), "     ", f"  {number}. ")
    if isinstance(question, Choice | Choices):
        yield ""
        yield from _lettered([o.text for o in question.options])
    elif isinstance(question, Order | Match):
        yield ""
        yield from _lettered(list(rendered.shown))
    if isinstance(question, Number) and question.unit:
        yield _("(in {unit})", unit=local(question.unit))


def key_lines(rendered: Rendered) -> Iterator[str]:
    """What an author reads over: the right answer, what is said to the others, the explanation, the sources."""
    from quizprep.quiz.judge import answer_text

    question = rendered.question
    yield ""
    yield from prose(local(answer_text(rendered)), "  ", "  " + _("Answer:") + " ")
    for given, why in _whys(question):
        yield from prose(local(why), "     ", f"  {given}: ")
    if isinstance(question, Open):
        yield from _lettered(question.rubric)
    yield from explanation_lines(question)


def _whys(question: Question) -> Iterator[tuple[str, Text]]:
    if isinstance(question, Choice | Choices):
        for place, option in enumerate(question.options):
            if option.why:
                yield f"{'✓' if option.correct else '✗'} {chr(ord('a') + place)}", option.why
    elif isinstance(question, Cloze):
        for number, blank in enumerate(question.blanks, 1):
            yield from ((f"✗ [{number}] {trap.answer}", trap.why) for trap in blank.traps)
    elif isinstance(question, Number | Shape | Short):
        yield from ((f"✗ {trap.answer}", trap.why) for trap in question.traps)


def explanation_lines(question: Question) -> Iterator[str]:
    """The explanation and its sources."""
    yield from prose(local(question.explanation), "  ", "  ")
    for source in question.sources:
        yield from prose(source, "    ", "  — ")


def rubric_lines(question: Open) -> Iterator[str]:
    """A model answer and the rubric, to grade oneself by."""
    yield from prose(local(question.model), "  ", "  ")
    yield ""
    yield _("Which of these points did you make?")
    yield from _lettered(question.rubric)


def result_lines(rendered: Rendered, result: Result) -> Iterator[str]:
    """What became of an answer, and why."""
    yield "✓ " + _("Right.") if result.correct else "✗ " + _("Not right.")
    if not isinstance(rendered.question, Open):
        if not result.correct:
            yield from prose(local(result.answer), "  ", "  " + _("Answer:") + " ")
        for text in result.feedback:
            yield from prose(local(text), "  ", "  ")
    else:
        for text in result.feedback:
            yield from prose(local(text), "  ", "  ")
    yield from explanation_lines(rendered.question)


def check_lines(check: CheckResult) -> Iterator[str]:
    """One check: its mark and title, and of one that did not pass all that helps."""
    told = "  " + words.measured(check.measured) if check.measured and check.outcome == "pass" else ""
    yield f"{MARKS.get(check.outcome, '?')} {local(check.title)}{told}"
    if check.outcome == "pass":
        return
    if check.message:
        yield from prose(check.message, "    ", "    ")
    for label, text in ((_("input"), check.input), (_("got"), check.got), (_("expected"), check.expected)):
        if text:
            rows = text.rstrip("\n").splitlines()
            yield f"    {label}: {rows[0]}" if len(rows) == 1 else f"    {label}:"
            yield from (f"        {row}" for row in rows if len(rows) > 1)


def report_lines(report: Report) -> Iterator[str]:
    """The whole verdict."""
    for check in report.checks:
        yield from check_lines(check)
    yield from closing_lines(report)


def closing_lines(report: Report) -> Iterator[str]:
    """All but the checks: diagnosis, advice, what the submission printed, the verdict, how it was isolated."""
    if report.note:
        yield from prose(report.note)
    if report.diagnosis:
        yield ""
        found = report.diagnosis
        accident = found.mistake.startswith(("common.", "run."))
        head = _("This looks like:") if found.explains_all else _("Among other things, this looks like:")
        head = _("The values show:") if accident else head
        head = _("What stopped it:") if found.mistake.startswith("run.") else head
        also = _("or, which can't be told apart here:") if found.explains_all else _("and:")
        yield from prose(local(report.diagnosis.title), "  ", head + " ")
        yield from prose(local(report.diagnosis.explanation), "  ", "  ")
        for other in report.diagnosis.others:
            yield from prose(local(other.title), "  ", "  " + also + " ")
            yield from prose(local(other.explanation), "  ", "  ")
    for advice in report.advice:
        yield from prose(_("advice, line {line}:", line=advice.line) + " " + local(advice.message), "  ")
    if report.stdout:
        yield _("your program printed:")
        yield from (f"    {row}" for row in report.stdout.rstrip("\n").splitlines())
    yield ""
    verdicts = {
        "pass": _("passed"),
        "fail": _("failed"),
        "error": _("raised an error"),
        "timeout": _("ran out of time"),
        "memory": _("ran out of memory"),
        "ungraded": _("could not be graded"),
    }
    sentence = verdicts["pass"]
    if left_out := words.not_run(report):
        sentence = _("passed {on_device}; {not_run}", on_device=words.on_device(report.device), not_run=left_out)
    yield _(
        "{drill}: {verdict}, {passed} of {total} checks, {seconds:.2f} s (seed {seed}, {device}, isolation {isolation})",
        drill=report.drill,
        verdict=sentence if report.verdict == "pass" else verdicts.get(report.verdict, report.verdict),
        passed=report.passed,
        total=len(report.checks) - report.without_gpu,
        seconds=report.seconds,
        seed=report.seed,
        device=report.device,
        isolation=report.isolation,
    )
