"""``stats``: how the user is doing."""

from __future__ import annotations

from quizprep.commands.console import emit, out
from quizprep.i18n import _
from quizprep.progress.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--json", action="store_true")


def run(name: str, options: argparse.Namespace) -> int:
    """Print the figures."""
    from quizprep.content.index import index
    from quizprep.progress.fit import fit_words

    known = index()
    with Store.open() as store:
        figures = store.stats(known)
        figures["wrong_options"] = store.wrong_options()
        schedule = fit_words(store)
    if options.json:
        emit(figures)
    else:
        _show(figures, known)
        out()
        _tell(schedule)
    return 0


def _show(figures: dict[str, Any], known: dict[str, Any]) -> None:
    from datetime import date

    from quizprep.progress.statistics_view import plain, sections

    names = {t["slug"]: t["title"] for t in known["topics"]}
    names |= {f"{t['slug']}/{c['slug']}": c["title"] for t in known["topics"] for c in t.get("concepts", [])}
    names |= {f"drill:{d['slug']}": d["title"] for d in known["drills"]}
    for place, section in enumerate(sections(figures, names, date.today())):
        if place:
            out()
            out(section.title)
        for row in section.rows:
            _tell(("  " if place else "") + plain(row))
    if not figures["answers"] and not figures["drills"]["tried"]:
        out(_("Nothing answered yet."))


def _tell(line: str) -> None:
    """One row, and what doesn't fit into it under it."""
    from quizprep.commands.show import prose

    words = line.lstrip()
    indent = line[: len(line) - len(words)]
    for part in prose(words, indent + "  ", indent):
        out(part)
