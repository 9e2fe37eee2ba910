"""``find``: questions, drills and one's own notes by words, and by how they stand."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from quizprep.commands.console import emit, out, talk
from quizprep.errors import ProgressError
from quizprep.i18n import _, language

if TYPE_CHECKING:
    import argparse

    from quizprep.progress.search import Found, Hit
    from quizprep.progress.search_words import Pieces


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    from quizprep.progress.search import STATES, TYPES

    parser.add_argument("words", nargs="*", metavar="WORDS", help=_("all must be there; none lists everything"))
    parser.add_argument("--topic", help=_("only this topic"))
    parser.add_argument("--type", choices=TYPES, help=_("only this type of question, or drills"))
    parser.add_argument("--difficulty", type=int, choices=(1, 2, 3))
    parser.add_argument("--state", choices=STATES, help=_("only questions that stand so"))
    parser.add_argument("-n", type=int, default=20, help=_("how many at most (20)"))
    parser.add_argument("--json", action="store_true")


def run(name: str, options: argparse.Namespace) -> int:
    """Print what is found; 0 where something is, 1 where nothing is."""
    from quizprep.content.library import Library
    from quizprep.progress.search import Wanted, search
    from quizprep.progress.store import Store

    library = Library()
    wanted = Wanted(" ".join(options.words), options.topic, options.type, options.difficulty, options.state)
    opened: Any = nullcontext()
    try:
        opened = Store.open()
    except ProgressError as e:
        talk(str(e))
    with opened as store:
        found = search(library.catalogue, store, wanted, limit=max(1, options.n))
    for problem in library.problems:
        talk(str(problem))
    if options.json:
        emit([as_json(hit) for hit in found.hits])
    else:
        _show(found)
    return 0 if found.hits else 1


def as_json(hit: Hit) -> dict[str, Any]:
    """A hit as JSON values; the snippet is a list of pieces."""
    known = hit.entry
    return {
        "kind": hit.kind, "id": known.id, "topic": known.topic, "concept": known.concept, "type": known.type,
        "difficulty": known.difficulty, "generated": known.generated, "title": known.title, "states": list(hit.states),
        "snippet": [{"text": text, "hit": on} for text, on in hit.snippet],
    }  # fmt: skip


def _show(found: Found) -> None:
    from quizprep.commands.show import prose

    for hit in found.hits:
        known = hit.entry
        kind = _("drill") if hit.kind == "drill" else _("note") if hit.kind == "note" else known.type
        out("  ".join([known.id, kind, "•" * known.difficulty, *(state_word(s) for s in hit.states if s != "new")]))
        title = marked(hit.marked.get(language(), ())) or known.title.get(language()) or known.title["en"]
        for line in prose(title, "    ", "    "):
            out(line)
        if hit.snippet:
            for line in prose(marked(hit.snippet), "      ", "    › "):
                out(line)
    if not found.hits:
        talk(_("nothing was found."))
        return
    if found.loose:
        talk(_("nothing has all of these words; these have some of them."))
    if found.total > len(found.hits) or found.more:
        talk(_("{n} of {total}; -n shows more, --topic, --type and --state narrow it.",
               n=len(found.hits), total=f"{found.total}+" if found.more else found.total))  # fmt: skip


def marked(pieces: Pieces) -> str:
    """Pieces of text with the words that were looked for in guillemets."""
    return "".join(f"»{text}«" if on else text for text, on in pieces)


def state_word(state: str) -> str:
    """A state in the language in use."""
    return {
        "new": _("new"), "due": _("due"), "wrong": _("wrong last"), "suspended": _("suspended"), "flagged": _("flagged"),
    }[state]  # fmt: skip
