"""``interview``: start a mock interview in the app, list the past ones, export a report."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from quizprep.commands.console import columns, emit, out, talk
from quizprep.errors import UsageError
from quizprep.i18n import _
from quizprep.progress import interviews
from quizprep.progress.store import Store

if TYPE_CHECKING:
    from quizprep.quiz.interview_report import InterviewReport


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--minutes", type=int, help=_("how long, 20 to 90 (45)"))
    parser.add_argument("--topics", nargs="+", metavar="TOPIC", help=_("only these topics"))
    parser.add_argument("--level", type=int, help=_("1, 2 or 3 (2)"))
    parser.add_argument("--list", action="store_true", help=_("the past interviews"))
    parser.add_argument("--json", action="store_true", help=_("with --list: as JSON"))
    parser.add_argument("--export", type=int, metavar="ID", help=_("the report on one of them"))
    parser.add_argument("--format", choices=("md", "json"), help=_("of the report; else as FILE ends, or md"))
    parser.add_argument("file", nargs="?", metavar="FILE", help=_("where the report is written; never overwrites"))


def run(name: str, options: argparse.Namespace) -> int:
    """List, export, or open the app at an interview."""
    if options.list:
        return _list(options.json)
    if options.export is not None:
        return _export(options.export, options.format, options.file)
    if options.file is not None:
        raise UsageError(_("{file} is given, but nothing to export; write --export ID.", file=options.file))
    new = options.minutes is not None or options.topics or options.level is not None
    code: int = options.open_app(lambda: _begin(options) if new else 0)
    return code


def _begin(options: argparse.Namespace) -> int:
    """Plan a new interview; returns its id."""
    import random

    from quizprep.content.library import Library
    from quizprep.quiz.interview import USUAL, Settings, plan

    settings = Settings(
        minutes=USUAL if options.minutes is None else options.minutes,
        level=2 if options.level is None else options.level,
        topics=tuple(options.topics or ()),
    )
    seed = random.SystemRandom().randrange(2**31)
    with Store.open() as store:
        planned = plan(Library(), settings, seed=seed, recent=interviews.asked_lately(store))
        return interviews.begin(store, settings, planned, seed).id


def _reports(store: Store) -> list[InterviewReport]:
    from quizprep.quiz.interview_report import load

    return [load(row.report) for row in interviews.past(store) if row.report is not None]


def _list(as_json: bool) -> int:
    from quizprep.quiz.interview_text import duration, number, percent, when

    with Store.open() as store:
        open_one, found = interviews.unfinished(store), _reports(store)
    if as_json:
        keep = ("id", "started", "minutes", "level", "topics", "outcome", "seconds", "points", "of")
        emit([{k: getattr(r, k) for k in keep} | {"share": r.share} for r in found])
        return 0
    if open_one is not None:
        talk(_("Interview {number} is not finished; go on with it: quizprep interview", number=open_one.id))
    if not found:
        talk(_("There are no finished interviews yet."))
        return 0
    rows = [
        [
            str(r.id), when(r), _("{n} min", n=r.minutes), _("level {n}", n=r.level),
            percent(r.share), f"{number(r.points)}/{number(r.of)}", duration(r.seconds),
        ]
        for r in found
    ]  # fmt: skip
    for line in columns(rows):
        out(line)
    return 0


def _export(number: int, form: str | None, file: str | None) -> int:
    from quizprep.quiz.interview_report import load
    from quizprep.quiz.interview_text import as_json, markdown

    form = form or ("json" if file is not None and file.endswith(".json") else "md")

    with Store.open() as store:
        row = interviews.interview(store, number)
    if row.report is None:
        raise UsageError(_("interview {number} is not finished, so there is no report yet.", number=number))
    if file is None and form == "json":
        emit(row.report)
        return 0
    text = as_json(row.report) if form == "json" else markdown(load(row.report))
    if file is None:
        out(text.rstrip("\n"))
        return 0
    from quizprep.practice import write_new

    path = Path(file)
    if not write_new(path, text):
        raise UsageError(_("{path} is there already; name another file.", path=path))
    talk(_("written: {path}", path=path))
    return 0
