"""``stats``: how the user is doing."""

from __future__ import annotations

from quizprep.commands.console import columns, emit, out
from quizprep.i18n import _, language
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

    known = index()
    with Store.open() as store:
        figures = store.stats(known)
    if options.json:
        emit(figures)
    else:
        _show(figures, {t["slug"]: t["title"].get(language()) or t["title"]["en"] for t in known["topics"]})
    return 0


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _show(figures: dict[str, Any], titles: dict[str, str]) -> None:
    out(
        _(
            "{right} of {answers} answers right at the first try ({share})",
            right=figures["right"],
            answers=figures["answers"],
            share=_share(figures["accuracy"]),
        )
    )
    drills = figures["drills"]
    out(_("{passed} drills passed, {tried} tried, of {total}", **{k: drills[k] for k in ("passed", "tried", "total")}))
    out(_("{days} days practised, {streak} in a row", days=figures["days"], streak=figures["streak"]))
    for name in ("topics", "types"):
        rows = [
            ["  " + titles.get(key, key), f"{v['right']}/{v['answers']}", _share(v["accuracy"])]
            for key, v in figures[name].items()
            if v["answers"]
        ]
        if rows:
            out()
            out(_("by topic") if name == "topics" else _("by type of question"))
            for line in columns(rows):
                out(line)
