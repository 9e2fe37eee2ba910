"""A report on a mock interview as Markdown, in the language of the interface."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from quizprep.i18n import _, language
from quizprep.progress.interviews import CUT, GONE, LEFT, SKIPPED, TIME, WAITING
from quizprep.quiz.interview import DRILL, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizprep.quiz.interview_report import Asked, InterviewReport, Link


def duration(seconds: float) -> str:
    """Minutes and seconds: ``4:07``."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    return f"{minutes}:{rest:02d}"


def number(points: float) -> str:
    """Points without needless decimals."""
    return f"{points:.1f}".removesuffix(".0")


def percent(share: float | None) -> str:
    """A share in whole percent."""
    return "–" if share is None else f"{round(100 * share)} %"


def when(report: InterviewReport) -> str:
    """When it began, local time."""
    return datetime.fromisoformat(report.started).astimezone().strftime("%Y-%m-%d %H:%M")


def ended(report: InterviewReport) -> str:
    """How the asking ended, in a sentence."""
    if report.outcome == TIME:
        return _("The time was up.")
    return _("It was ended early.") if report.outcome == LEFT else _("All was asked within the time.")


def sign(one: Asked) -> str:
    """✓, ✗, ◐ (partly) or – (does not count)."""
    if not one.of:
        return "–"
    return "✓" if one.right else "◐" if one.points else "✗"


def outcome(one: Asked) -> str:
    """What became of an item, in a few words."""
    if one.state == WAITING:
        return _("not reached")
    if one.state == GONE:
        return _("no longer in the bank")
    if one.state == SKIPPED:
        return _("passed on")
    if one.kind == DRILL and one.verdict == "ungraded":
        return _("could not be judged")
    if one.kind == DRILL and not one.verdict:
        told = _("nothing handed in")
    elif one.kind == DRILL:
        told = _("{n} of {total} checks", n=one.passed, total=one.total)
    elif one.kind == OPEN:
        told = _("{n} of {total} points", n=number(one.points), total=number(one.of))
    else:
        told = _("right") if one.right else _("not answered") if one.given is None else _("wrong")
    return f"{told} ({_('cut off')})" if one.state == CUT else told


def reason(link: Link) -> str:
    """Why it is proposed."""
    return {
        "mistake": _("you made this mistake"), "wrong": _("you missed it"), "failed": _("it did not pass"),
        "slow": _("right, but slow"), "concept": _("on what you missed"),
    }[link.why]  # fmt: skip


def command(link: Link) -> str:
    """How to practise it in a terminal."""
    return f"quizprep start {link.name}" if link.kind == DRILL else f"quizprep quiz {link.topic}"


def one_line(text: str, most: int = 120) -> str:
    """The first line of a text, cut."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def as_json(kept: dict[str, Any]) -> str:
    """The report as it is kept, for other programs."""
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def markdown(report: InterviewReport) -> str:
    """The whole report."""
    return "\n".join([*_head(report), *_topics(report), *_items(report), *_mistakes(report), *_links(report)]) + "\n"


def _head(report: InterviewReport) -> Iterator[str]:
    yield "# " + _("Mock interview {number}", number=report.id)
    yield ""
    yield f"{when(report)} · " + _("{n} min", n=report.minutes) + " · " + _("level {n}", n=report.level)
    yield ""
    yield _(
        "**{share}** ({points} of {of} points), {spent} on the clock. {ended}",
        share=percent(report.share), points=number(report.points), of=number(report.of),
        spent=duration(report.seconds), ended=ended(report),
    )  # fmt: skip
    if report.pauses:
        yield ""
        yield _("Interrupted: {n}", n=report.pauses)


def _topics(report: InterviewReport) -> Iterator[str]:
    if not report.by_topic:
        return
    yield from ("", "## " + _("By topic"), "")
    yield f"| {_('Topic')} | {_('Points')} | {_('Share')} | {_('Time taken')} | {_('Par')} |"
    yield "|---|---:|---:|---:|---:|"
    for s in report.by_topic:
        cells = [_cell(s.title.get(language())), f"{number(s.points)}/{number(s.of)}", percent(s.points / s.of)]
        yield f"| {' | '.join([*cells, duration(s.seconds), duration(s.par)])} |"


def _cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")


def _items(report: InterviewReport) -> Iterator[str]:
    yield from ("", "## " + _("One by one"), "")
    for one in report.items:
        slow = " · " + _("slow") if one.of and one.slow else ""
        time = f"{duration(one.seconds)} / {duration(one.par)}{slow}" if one.of else duration(one.par)
        yield f"{one.place + 1}. {sign(one)} **{one_line(one.title.get(language()))}**: {outcome(one)}, {time}"
        for text in one.said:
            if text.strip():
                yield f"   > {one_line(text, 2000)}"
        if one.of and not one.right:
            for why in one.why:
                yield f"   - {one_line(why.get(language()), 600)}"
            if one.answer is not None:
                yield f"   - {_('Answer:')} {one_line(one.answer.get(language()), 600)}"


def _mistakes(report: InterviewReport) -> Iterator[str]:
    if report.mistakes:
        yield from ("", "## " + _("Mistakes by name"), "")
    for found in report.mistakes:
        yield f"- **{found.title.get(language())}**: {one_line(found.explanation.get(language()), 600)}"


def _links(report: InterviewReport) -> Iterator[str]:
    if report.practise:
        yield from ("", "## " + _("What to practise"), "")
    for link in report.practise:
        yield f"- {one_line(link.title.get(language()))} ({reason(link)}): `{command(link)}`"
