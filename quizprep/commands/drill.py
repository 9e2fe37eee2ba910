"""``start``, ``hint``, ``reveal``: what surrounds the work on a drill."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from quizprep import paths
from quizprep.commands.console import out, talk
from quizprep.content.library import Library
from quizprep.errors import ProgressError
from quizprep.i18n import _, language
from quizprep.practice import write_new

if TYPE_CHECKING:
    import argparse

    from quizprep.content.library import Drill


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("slug")
    if name == "start":
        parser.add_argument("folder", nargs="?", metavar="DIR")


def run(name: str, options: argparse.Namespace) -> int:
    """Do it for the drill named."""
    drill = Library().drill(options.slug)
    if name == "start":
        return _start(drill, Path(options.folder) if options.folder else paths.practice_dir())
    return _hint(drill) if name == "hint" else _reveal(drill)


def _start(drill: Drill, folder: Path) -> int:
    starter = folder / f"{drill.slug}.py"
    for path, text in ((starter, drill.starter()), (folder / f"{drill.slug}.md", drill.statement(language()))):
        if write_new(path, text):
            talk(_("written: {path}", path=path))
        else:
            talk(_("kept as it is: {path}", path=path))
    out(str(starter))
    remember(drill.slug, "start")
    return 0


def remember(slug: str, kind: str, detail: str = "") -> None:
    """Record an event; a database that can't be used never stands in the way."""
    from quizprep.progress.store import Store

    try:
        with Store.open() as store:
            store.record_event(slug, kind, detail)
    except ProgressError as e:
        talk(_("not recorded: {why}", why=e))


def _hint(drill: Drill) -> int:
    from quizprep.progress.clocks import current, drill_clock
    from quizprep.progress.store import Store

    hints, shown = drill.info.hints, 0
    try:
        with Store.open() as store:
            run = current(store, drill_clock(drill.slug))
            shown = run.hints if run else store.hints_shown(drill.slug)  # in a timed run each is asked for anew
            if shown < len(hints):
                store.record_event(drill.slug, "hint", str(shown + 1))
    except ProgressError as e:
        talk(_("not recorded: {why}", why=e))
    if shown >= len(hints):
        talk(_("That was the last hint already; quizprep reveal {slug} shows the solution.", slug=drill.slug))
    number = min(shown, len(hints) - 1)
    talk(_("Hint {number} of {total}", number=number + 1, total=len(hints)))
    out(hints[number].get(language()).strip())
    return 0


def _reveal(drill: Drill) -> int:
    source = drill.reference()
    remember(drill.slug, "reveal")
    out(source.rstrip("\n"))
    return 0
