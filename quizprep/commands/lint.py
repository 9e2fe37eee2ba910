"""``lint``: hold question banks to the rules."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizprep.commands.console import columns, emit, out, talk
from quizprep.content.lint import lint
from quizprep.i18n import _

if TYPE_CHECKING:
    import argparse


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("bank", nargs="?", metavar="BANK", help=_("a topic's folder, or a folder of topics"))
    parser.add_argument("--json", action="store_true")


def run(name: str, options: argparse.Namespace) -> int:
    """Print findings and coverage; 1 where there are findings."""
    found = lint(Path(options.bank) if options.bank else None)
    if options.json:
        emit({"findings": [asdict(f) for f in found.findings], "coverage": found.coverage})
    else:
        for finding in found.findings:
            out(str(finding))
        _coverage(found.coverage)
        talk(_("{n} findings", n=len(found.findings)))
    return 1 if found.findings else 0


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
