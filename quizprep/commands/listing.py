"""``drills``, ``topics``, ``questions``, ``question``: what there is, as a table or as JSON."""

from __future__ import annotations

from quizprep.commands.console import columns, emit, out, talk, within_screen
from quizprep.i18n import _, language

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from quizprep.content.library import Item, Library
    from quizprep.content.render import Rendered


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    if name == "question":
        parser.add_argument("id")
        parser.add_argument("--seed", type=seed, default=0)
    parser.add_argument("--json", action="store_true")


def seed(text: str) -> int:
    """A seed of the command line: 0 to 2⁶³ - 1."""
    value = int(text)
    if not 0 <= value < 2**63:
        raise ValueError(text)
    return value


def run(name: str, options: argparse.Namespace) -> int:
    """Print the list."""
    if name == "drills":
        return _drills(options.json)
    from quizprep.content.library import Library

    library = Library()
    if name == "question":
        return _question(library, options)
    rows = _topics(library) if name == "topics" else _questions(library)
    warn([str(p) for p in library.problems])
    if options.json:
        emit(rows)
    elif name == "topics":
        head = [_("TOPIC"), _("QUESTIONS"), _("GENERATORS"), _("DRILLS"), ""]
        figures = ("questions", "generators", "drills")
        _table([[r["slug"], *(str(r[name]) for name in figures), _title(r)] for r in rows], head=head, cut=True)
    else:
        _table([[r["id"], r["type"], "•" * r["difficulty"], _("generated") * r["generated"]] for r in rows])
    return 0


def warn(problems: list[str]) -> None:
    """Tell what could not be loaded."""
    for problem in problems:
        talk(problem)


def _table(rows: list[list[str]], *, head: list[str] | None = None, cut: bool = False) -> None:
    """One line each; `cut` where what stands last (a title) may be cut in a narrow terminal. A heading is talk, no data."""
    lines = columns([head, *rows] if head else rows) if rows else []
    if head and lines:
        talk(lines.pop(0))
    for line in lines:
        out(within_screen(line) if cut else line)


def _title(row: dict[str, Any]) -> str:
    title: dict[str, str] = row["title"]
    return title.get(language()) or title["en"]


def _drills(as_json: bool) -> int:
    from quizprep.content.index import index

    found = index()
    warn(found["problems"])
    if as_json:
        emit(found["drills"])
    else:
        rows = [
            [d["slug"], d["framework"], "•" * d["difficulty"], _("{n} min", n=d["par_minutes"]), _title(d)]
            for d in found["drills"]
        ]
        _table(rows, cut=True)
    return 0


def _topics(library: Library) -> list[dict[str, Any]]:
    from msgspec import to_builtins

    return [
        {
            "slug": t.slug,
            "title": to_builtins(t.info.title),
            "summary": to_builtins(t.info.summary),
            "concepts": [to_builtins(c) for c in t.info.concepts],
            "questions": len(t.questions),
            "generators": len(t.generators),
            "drills": len(t.drills),
        }
        for t in library.topics
    ]


def _questions(library: Library) -> list[dict[str, Any]]:
    return [_item(topic.slug, item) for topic in library.topics for item in topic.items]


def _item(topic: str, item: Item) -> dict[str, Any]:
    from quizprep.content.generator import Generator

    if isinstance(item, Generator):
        question, difficulty, version = item.question(0), min(item.levels), item.version
    else:
        question, difficulty, version = item, item.difficulty, item.revision
    return {
        "id": item.id,
        "topic": topic,
        "concept": item.concept,
        "type": question.kind,
        "difficulty": difficulty,
        "generated": isinstance(item, Generator),
        "version": version,
        "languages": ["en", "zh"] if question.prompt.zh else ["en"],
    }


def _question(library: Library, options: argparse.Namespace) -> int:
    from quizprep.content.render import render

    item = library.catalogue.item(options.id)
    rendered = render(item, options.seed, library.catalogue.entry(options.id).topic)
    if options.json:
        emit(as_json(rendered))
    else:
        from quizprep.commands.show import key_lines, question_lines

        for line in (*question_lines(rendered), *key_lines(rendered)):
            out(line)
    return 0


def as_json(rendered: Rendered) -> dict[str, Any]:
    """One rendered variant, its right answer too, as JSON values; `answer` is what `answers.read` would return."""
    from msgspec import json, to_builtins

    from quizprep.quiz.judge import answer_text
    from quizprep.quiz.right import answer_value

    question = rendered.question
    value: dict[str, Any] = {
        "id": rendered.id,
        "version": rendered.version,
        "seed": rendered.seed,
        "topic": rendered.topic,
        "concept": question.concept,
        "type": question.kind,
        "difficulty": question.difficulty,
        "generated": rendered.generated,
        "prompt": to_builtins(question.prompt),
        "code": question.code,
        "figure": to_builtins(question.figure),
        "options": options_of(rendered),
        "answer": answer_value(rendered),
        "answer_text": to_builtins(answer_text(rendered)),
        "explanation": to_builtins(question.explanation),
        "sources": question.sources,
    }
    if rendered.generated:
        value["parameters"] = json.decode(json.encode(question.parameters))  # tuples become lists, as for a reader of the JSON
    known = {"id", "concept", "difficulty", "prompt", "explanation", "sources", "revision", "code", "figure"}
    known |= {"parameters", "options", "answer", "items", "pairs", "extra", "fixed_order"}
    extra = {k: v for k, v in to_builtins(question).items() if k not in known}
    return value | {k: v for k, v in extra.items() if k not in value}


def options_of(rendered: Rendered) -> list[Any]:
    """What can be picked, in the order shown: options, lines to order, lefts and rights of a match; else []."""
    from msgspec import to_builtins

    from quizprep.content.model import Choice, Choices, Match

    question = rendered.question
    if isinstance(question, Choice | Choices):
        return [to_builtins(o) for o in question.options]
    if isinstance(question, Match):
        lefts = [to_builtins(p.left) for p in question.pairs]
        return [{"left": lefts, "right": [to_builtins(r) for r in rendered.shown]}]
    return [to_builtins(t) for t in rendered.shown]
