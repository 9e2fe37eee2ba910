"""``lint``: hold question banks to the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizprep import paths
from quizprep.commands.console import columns, emit, out, talk
from quizprep.content.lint import lint
from quizprep.errors import QuizprepError, UnknownName
from quizprep.i18n import _

if TYPE_CHECKING:
    import argparse

    from quizprep.content.findings import Finding
    from quizprep.content.library import Drill


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("bank", nargs="?", metavar="BANK", help=_("a topic's folder, or a folder of topics"))
    parser.add_argument(
        "--measure",
        nargs="*",
        metavar="SLUG",
        help=_("grade each drill's own programs and lazy ones with the real judge (all drills: minutes)"),
    )
    parser.add_argument("--json", action="store_true")


def run(name: str, options: argparse.Namespace) -> int:
    """Print findings and coverage, or what the drills' checks are worth; 1 where there are findings."""
    if options.measure is not None:
        return _measure(options.measure, as_json=options.json)
    found = lint(_folder(options.bank) if options.bank else None)
    if options.json:
        emit({"findings": [asdict(f) for f in found.findings], "coverage": found.coverage})
    else:
        _coverage(found.coverage)
        for finding in found.findings:  # last, where they are seen
            out(str(finding))
        n = len(found.findings)
        talk(_("1 finding") if n == 1 else _("{n} findings", n=n))
    return 1 if found.findings else 0


def _folder(bank: str) -> Path:
    """A folder, or a topic by its slug."""
    topic = paths.questions_dir() / bank
    return topic if not Path(bank).exists() and "/" not in bank and topic.is_dir() else Path(bank)


def _coverage(coverage: dict[str, Any]) -> None:
    rows = [[_("topic"), _("concept"), _("authored"), _("not choice"), _("generated")]]
    for topic, table in coverage["topics"].items():
        rows.append([topic, "", *(str(table[k]) for k in ("authored", "non_choice", "generated"))])
        for concept, counts in table["concepts"].items():
            rows.append(["", concept, *(str(counts[k]) for k in ("authored", "non_choice", "generated"))])
    drills = [[_("drill"), _("checks"), _("mistakes"), _("alternatives")]]
    drills += [
        [slug, *(str(d[k]) for k in ("checks", "mistakes", "alternatives"))] for slug, d in coverage["drills"].items()
    ]
    for table in (rows, drills):
        out()
        for line in columns(table):
            out(line)


GROUPS = ("reference", "alternative", "mistake", "lazy", "starter")


def _measure(slugs: list[str], *, as_json: bool) -> int:
    """Grade the programs of the drills, after what lint finds in them; progress to stderr, the table to stdout."""
    from quizprep.commands.check import grader
    from quizprep.grading.measure import measure

    drills = _drills(slugs)
    rows, sound = [], True
    with grader() as judge:
        for number, drill in enumerate(drills, 1):
            talk(f"[{number}/{len(drills)}] {drill.slug}")
            problems = [str(f) for f in _written(drill)]
            try:
                row = next(measure([drill], judge))
                rows.append(row)
                problems += row.problems
            except QuizprepError:
                if not problems:
                    raise
                problems.append(_("not graded: first mend what stands above"))
            for problem in problems:
                talk(f"    {problem}")
            sound = sound and not problems
    if as_json:
        emit([asdict(r) for r in rows])
    else:
        heads = [
            _("drill"),
            _("checks"),
            _("reference"),
            _("alternatives"),
            _("mistakes"),
            _("lazy"),
            _("starter"),
            "s",
        ]
        for line in columns([heads, *([r.drill, str(r.checks), *map(r.of, GROUPS), f"{r.seconds:.2f}"] for r in rows)]):
            out(line)
    return 0 if sound else 1


def _drills(slugs: list[str]) -> list[Drill]:
    """Those, or all; where one isn't known, what could not be loaded is told."""
    from quizprep.content.library import Library

    library = Library()
    try:
        return [library.drill(s) for s in slugs] or library.drills
    except UnknownName:
        for problem in library.problems:
            talk(str(problem))
        raise


def _written(drill: Drill) -> Iterator[Finding]:
    """What the lint finds in the drill's own files."""
    for finding in _findings(drill.folder.parent.parent):
        if {drill.folder, drill.solution} & set(Path(finding.file).parents):
            yield finding


@cache
def _findings(topic: Path) -> list[Finding]:
    return lint(topic).findings
