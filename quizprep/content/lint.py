"""The rules of docs/content.md, held over whole banks: findings with file and line, and a coverage table.

A finding never stops the rest: a file that can't be read is one finding, and all others are still looked at.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from quizprep import paths
from quizprep.content import lint_drill, lint_question
from quizprep.content.findings import Coverage, Finding, strangers
from quizprep.content.generator import Generator
from quizprep.content.library import Topic, decode, find_line, generators_in
from quizprep.content.model import LANGUAGES, BankFile, Choice, Question, TopicFile
from quizprep.errors import ContentError, UsageError

F = TypeVar("F")
SEEDS = 20
"""How many instances of each generator are looked at."""
LONGEST_SHARE, LONGEST_FROM = 0.35, 10
"""The right option is the longest in at most this share of a bank's choices, where it has this many."""
ITEMS_PER_CONCEPT = 2


@dataclass
class Lint:
    """What was found."""

    findings: list[Finding] = field(default_factory=list)
    coverage: dict[str, Any] = field(default_factory=lambda: {"topics": {}, "drills": {}})
    unread: list[str] = field(default_factory=list)
    """The files that can't be loaded."""

    def read(self, path: Path, type: type[F]) -> F | None:
        """The file as `type`; None, and a finding, where it breaks the contract."""
        try:
            return decode(path, type)
        except ContentError as e:
            self.broken(e)
            return None

    def broken(self, error: ContentError) -> None:
        """Note a file that can't be loaded."""
        name = f"{error.field}: " if error.field else ""
        self.findings.append(Finding(error.file, error.line, name + error.message))
        self.unread.append(error.file)


def lint(bank: Path | None = None) -> Lint:
    """Hold `bank` to the rules: a topic's folder, a folder of topics, or by default all that is installed.

    The judges are looked for under ``solutions/`` beside the folder of topics.

    Raises:
        UsageError: `bank` is no folder, or there is no topic in it.
    """
    root = Path(bank) if bank else paths.questions_dir()
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder; name a topic's folder or a folder of topics")
    single = (root / "topic.toml").exists()
    folders = [root] if single else sorted(p.parent for p in root.glob("*/topic.toml"))
    if not folders:
        raise UsageError(f"{root} holds no topic.toml, and none of its folders does")
    solutions = paths.solutions_dir() if not bank else _solutions(root.resolve(), single)
    found = Lint()
    ids: dict[str, str] = {}
    for folder in folders:
        _topic(found, folder, solutions / folder.resolve().name, ids)
    if not single:
        found.findings += _across(root, solutions, folders)
    found.findings.sort(key=lambda f: (f.file, f.line or 0))
    return found


def _solutions(root: Path, single: bool) -> Path:
    return (root.parent.parent if single else root.parent) / "solutions"


def _across(root: Path, solutions: Path, folders: list[Path]) -> Iterator[Finding]:
    names = {f.name for f in folders}
    yield from strangers(root, names)
    if solutions.is_dir():
        yield from strangers(solutions, names)
    seen: dict[str, Path] = {}
    for path in sorted(root.glob("*/drills/*/drill.toml")):
        slug = path.parent.name
        if slug in seen:
            yield Finding(str(path), None, f"the drill {slug} stands in {seen[slug]} too: slugs are unique")
        seen[slug] = path


def _topic(found: Lint, folder: Path, solutions: Path, ids: dict[str, str]) -> None:
    info = found.read(folder / "topic.toml", TopicFile)
    if info is None:
        return
    topic = Topic(folder, info)
    if info.slug != folder.resolve().name:
        found.findings.append(
            Finding(
                str(folder / "topic.toml"), 1, f"slug {info.slug} is not the folder's name, {folder.resolve().name}"
            )
        )
    found.findings += lint_question.texts(info, folder / "topic.toml", "")
    found.findings += strangers(folder, {"topic.toml", "bank.toml", "drills", *(p.name for p in topic.generator_files)})
    coverage = Coverage([c.slug for c in info.concepts])
    _bank(found, topic, coverage, ids)
    _generators(found, topic, coverage, ids, solutions / "oracles.py")
    drills = lint_drill.drills(found, topic, solutions)
    allowed = {"oracles.py", *drills}
    if solutions.is_dir():
        found.findings += strangers(solutions, allowed)
    found.coverage["topics"][info.slug] = coverage.table()
    found.coverage["drills"] |= drills
    if not {str(path) for path in (folder / "bank.toml", *topic.generator_files)} & set(found.unread):
        found.findings += _covered(topic, coverage)  # else all that a broken file holds would be missed


def _covered(topic: Topic, coverage: Coverage) -> Iterator[Finding]:
    path = topic.folder / "topic.toml"
    source = path.read_text("utf-8")
    for place, concept in enumerate(topic.info.concepts):
        counts = coverage.concepts[concept.slug]
        line = find_line(source, f"concept[{place}]")
        total = counts["authored"] + counts["generated"]
        if total < ITEMS_PER_CONCEPT:
            yield Finding(str(path), line, f"concept {concept.slug} has {total} of {ITEMS_PER_CONCEPT} items")
        if not counts["non_choice"]:
            yield Finding(str(path), line, f"concept {concept.slug} has no question but multiple choice")


def _bank(found: Lint, topic: Topic, coverage: Coverage, ids: dict[str, str]) -> None:
    path = topic.folder / "bank.toml"
    if not path.exists():
        return
    bank = found.read(path, BankFile)
    if bank is None:
        return
    source = path.read_text("utf-8")
    stems: dict[str, str] = {}
    for place, question in enumerate(bank.questions):
        base = f"question[{place}]"
        line = find_line(source, base)
        found.findings += _named(topic, question, str(path), line, ids)
        stem = lint_question.stem(question)
        if stem in stems:
            found.findings.append(Finding(str(path), line, f"{question.id} asks the same as {stems[stem]}"))
        stems.setdefault(stem, question.id)
        for name, message in lint_question.problems(question):
            at = find_line(source, f"{base}.{name}" if name else base)
            found.findings.append(Finding(str(path), at, f"{question.id}: {message}"))
        coverage.count(question.concept, question, generated=False)
    found.findings += _lengths(bank.questions, str(path))


def _named(
    topic: Topic, item: Question | Generator, path: str, line: int | None, ids: dict[str, str]
) -> Iterator[Finding]:
    if item.id in ids:
        yield Finding(path, line, f"the id {item.id} is used twice (also at {ids[item.id]})")
    ids.setdefault(item.id, f"{path}:{line}")
    if not item.id.startswith(topic.slug + "."):
        yield Finding(path, line, f"the id must begin with {topic.slug!r} and a dot, not {item.id!r}")
    if item.concept not in {c.slug for c in topic.info.concepts}:
        yield Finding(path, line, f"{item.id}: the concept {item.concept} is not in topic.toml")


def _lengths(questions: list[Question], path: str) -> Iterator[Finding]:
    """The right option must not give itself away by its length."""
    choices = [q for q in questions if isinstance(q, Choice)]
    if len(choices) < LONGEST_FROM:
        return
    for lang in LANGUAGES:
        longest = [q.id for q in choices if right_is_longest(q, lang)]
        share = len(longest) / len(choices)
        if share > LONGEST_SHARE:
            yield Finding(
                path,
                None,
                f"the right option is the longest in {len(longest)} of {len(choices)} choices ({lang}, {share:.0%}, at"
                f" most {LONGEST_SHARE:.0%}): {', '.join(longest[:5])} …",
            )


def right_is_longest(question: Choice, lang: str = "en") -> bool:
    """Whether the right option's text is as long as the longest of the wrong ones, or longer."""
    lengths = {o.correct: 0 for o in question.options}
    for option in question.options:
        lengths[option.correct] = max(lengths[option.correct], len(option.text.get(lang)))
    return lengths.get(True, 0) >= lengths.get(False, 0)


def _generators(found: Lint, topic: Topic, coverage: Coverage, ids: dict[str, str], oracles: Path) -> None:
    known = oracle_names(found, oracles)
    made: set[str] = set()
    for path in topic.generator_files:
        try:
            items = generators_in(path, topic.slug)
        except ContentError as e:
            found.broken(e)
            continue
        lines = path.read_text("utf-8").splitlines()
        for item in items:
            made.add(item.id)
            line = next((i for i, text in enumerate(lines, 1) if f'"{item.id}"' in text), None)
            found.findings += _named(topic, item, str(path), line, ids)
            found.findings += [Finding(str(path), line, f"{item.id}: {m}") for m in _instances(item, coverage)]
            if item.id not in known:
                found.findings.append(Finding(str(path), line, f"{item.id} has no oracle in {oracles}"))
    for name in sorted(known - made):
        found.findings.append(Finding(str(oracles), known_line(oracles, name), f"no generator is called {name}"))


def _instances(item: Generator, coverage: Coverage) -> Iterator[str]:
    """What is wrong with the first instances, each thing once."""
    told: set[str] = set()
    for seed in range(SEEDS):
        try:
            question = item.question(seed)
        except Exception as e:
            yield f"seed {seed}: {type(e).__name__}: {e}"
            return
        if seed == 0:
            coverage.count(item.concept, question, generated=True)
        messages = [m for _name, m in lint_question.problems(question)]
        if question.id != item.id:
            messages.append(f"its questions are called {question.id}")
        if not question.parameters:
            messages.append("parameters are empty")
        for message in messages:
            if message not in told:
                told.add(message)
                yield f"{message} (seed {seed})"


def oracle_names(found: Lint, path: Path) -> set[str]:
    """The keys of ORACLES, read from the source: running it would import torch."""
    if not path.exists():
        return set()
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except (SyntaxError, ValueError) as e:
        found.findings.append(Finding(str(path), getattr(e, "lineno", None), f"not valid Python: {e}"))
        return set()
    names: set[str] = set()
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(value, ast.Dict) and any(isinstance(t, ast.Name) and t.id == "ORACLES" for t in targets):
            names |= {str(k.value) for k in value.keys if isinstance(k, ast.Constant)}
    return names


def known_line(path: Path, name: str) -> int | None:
    """The line of `path` where `name` stands in quotes."""
    lines = path.read_text("utf-8").splitlines()
    return next((i for i, text in enumerate(lines, 1) if f'"{name}"' in text), None)
