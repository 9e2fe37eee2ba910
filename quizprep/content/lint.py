"""The rules that keep the banks and drills honest, and the table of what they cover.

Imports neither numpy nor torch: checks and oracles are read, not run.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from quizprep import paths
from quizprep.content.library import Drill, Library, Topic
from quizprep.content.model import Choice, Choices, Cloze, Line, Question, Shape, Text
from quizprep.errors import ContentError

LONGEST_SHARE = 0.35
MIN_CHOICES = 10
FIGURE_COLUMNS = 72
REFERENCE_LINES = 40


@dataclass(frozen=True)
class Finding:
    """One broken rule."""

    file: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


@dataclass
class Coverage:
    """What a topic holds: by concept and by drill."""

    topic: str
    concepts: dict[str, dict[str, int]] = field(default_factory=dict)
    """concept -> authored, typed (authored and not multiple choice), generated."""
    drills: dict[str, dict[str, int]] = field(default_factory=dict)
    """drill -> checks, mistakes, alternatives."""


@dataclass
class LintReport:
    """All findings and the coverage table."""

    findings: list[Finding]
    coverage: list[Coverage]


def lint(root: Path | None = None) -> LintReport:
    """Hold every bank and drill under `root` (a ``questions/`` folder or one topic's) to the rules."""
    root = root or paths.questions_dir()
    one = root if (root / "topic.toml").exists() else None
    library = Library(root.parent if one else root)
    topics = [t for t in library.topics if one is None or t.folder.resolve() == one.resolve()]
    findings: list[Finding] = []
    coverage: list[Coverage] = []
    seen: dict[str, str] = {}
    for topic in topics:
        findings += _lint_topic(topic, seen)
        coverage.append(_coverage(topic))
    folders = {str(t.folder) for t in topics}
    findings += [
        Finding(p.file, f"{p.field}: {p.message}" if p.field else p.message, p.line)
        for p in library.problems
        if one is None or any(p.file.startswith(f) for f in folders)
    ]
    if not topics and not findings:
        findings.append(Finding(str(root), "holds no topic: a folder with a topic.toml was expected"))
    return LintReport(findings, coverage)


def _line_of(path: Path, id: str) -> int | None:
    """Where a question's id stands in the bank."""
    pattern = re.compile(rf"""\s*id\s*=\s*["']{re.escape(id)}["']""")
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if pattern.match(line):
            return number
    return None


def _lint_topic(topic: Topic, seen: dict[str, str]) -> list[Finding]:
    bank = topic.folder / "bank.toml"
    found: list[Finding] = []
    if topic.folder.name != topic.slug:
        found.append(Finding(str(topic.folder / "topic.toml"), f"slug {topic.slug!r} is not the folder's name"))
    stems: dict[str, str] = {}
    concepts = {c.slug for c in topic.info.concepts}
    for q in topic.questions:
        line = _line_of(bank, q.id)
        messages = list(_question_rules(q, topic.slug, concepts))
        if q.id in seen:
            messages.append(f"the id is used twice (also in {seen[q.id]})")
        stem = " ".join(q.prompt.en.split()).lower() + q.code + (q.figure.en if q.figure else "")
        if stem in stems:
            messages.append(f"the same prompt as {stems[stem]}")
        seen[q.id], stems[stem] = str(bank), q.id
        found += [Finding(str(bank), f"{q.id}: {m}", line) for m in messages]
    found += _generator_rules(topic, seen, concepts)
    if topic.questions:
        found += _bank_rules(topic, bank)
    for drill in topic.drills:
        found += _drill_rules(drill)
    found += _stray_files(topic)
    return found


def _texts(value: Any, place: str = "") -> Iterator[tuple[str, Text]]:
    """Every Text in a struct, with its place."""
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name), f"{place}.{name}".lstrip("."))
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from _texts(part, f"{place}[{i}]")


def _language_rules(value: Any) -> Iterator[str]:
    for place, text in _texts(value):
        for lang in ("en", "zh"):
            if not getattr(text, lang).strip():
                yield f"{place}.{lang} is missing"


def _question_rules(q: Question, topic: str, concepts: set[str]) -> Iterator[str]:
    if not q.id.startswith(topic + "."):
        yield f"the id must begin with {topic!r} and a dot"
    if q.concept not in concepts:
        yield f"the concept {q.concept!r} is not in topic.toml"
    if not q.sources or not all(s.strip() for s in q.sources):
        yield "no source is given"
    yield from _language_rules(q)
    if q.figure:
        for text in (q.figure.en, q.figure.zh):
            if any(len(row) > FIGURE_COLUMNS for row in text.splitlines()):
                yield f"the figure is wider than {FIGURE_COLUMNS} columns"
    if isinstance(q, Choice | Choices):
        yield from _option_rules(q)
    if isinstance(q, Cloze):
        for lang in ("en", "zh"):
            marks = [int(m) for m in re.findall(r"\{\{(\d+)\}\}", getattr(q.body, lang))]
            if sorted(marks) != list(range(1, len(q.blanks) + 1)):
                yield f"body.{lang} has the blanks {marks}, but {len(q.blanks)} are described"
    if isinstance(q, Line):
        lines = q.code.splitlines()
        if not lines or any(not 1 <= n <= len(lines) or not lines[n - 1].strip() for n in q.answer):
            yield f"answer {q.answer} is not a line of the code ({len(lines)} lines)"
    if isinstance(q, Shape) and any(n <= 0 for n in q.answer):
        yield f"the shape {q.answer} has a size that is not positive"


def _option_rules(q: Choice | Choices) -> Iterator[str]:
    right = [o for o in q.options if o.correct]
    if isinstance(q, Choice) and len(right) != 1:
        yield f"exactly one option must be correct, {len(right)} are"
    if isinstance(q, Choices) and not 0 < len(right) < len(q.options):
        yield f"at least one option must be correct and not all, {len(right)} of {len(q.options)} are"
    for i, option in enumerate(q.options):
        if not option.correct and option.why is None:
            yield f"options[{i}] is wrong and has no why"
        if re.search(r"\b(all|none) of the above\b", option.text.en, re.IGNORECASE):
            yield f"options[{i}] says {option.text.en!r}, which is no answer of its own"
    for lang in ("en", "zh"):
        texts = Counter(getattr(o.text, lang).strip().lower() for o in q.options)
        if twice := [t for t, n in texts.items() if n > 1]:
            yield f"the option {twice[0]!r} stands there twice"


def longest_share(topic: Topic, lang: str = "en") -> tuple[int, int]:
    """(choices whose right option is the longest, choices) of a bank; ties count as longest."""
    chosen = [q for q in topic.questions if isinstance(q, Choice)]
    hits = 0
    for q in chosen:
        lengths = {o.correct: 0 for o in q.options}
        for o in q.options:
            lengths[o.correct] = max(lengths[o.correct], len(o.text.get(lang)))
        hits += lengths.get(True, 0) >= lengths.get(False, 0)
    return hits, len(chosen)


def _bank_rules(topic: Topic, bank: Path) -> Iterator[Finding]:
    for lang in ("en", "zh"):
        hits, total = longest_share(topic, lang)
        if total >= MIN_CHOICES and hits > LONGEST_SHARE * total:
            yield Finding(
                str(bank), f"the right option is the longest in {hits} of {total} choices ({lang}); at most 35 % may be"
            )
    coverage = _coverage(topic).concepts
    for concept, count in coverage.items():
        if count["authored"] + count["generated"] < 2:
            yield Finding(str(bank), f"the concept {concept!r} has fewer than two questions")
        if count["typed"] + count["generated"] == 0:
            yield Finding(str(bank), f"the concept {concept!r} has no question that is not multiple choice")


def _generator_rules(topic: Topic, seen: dict[str, str], concepts: set[str]) -> Iterator[Finding]:
    path = topic.folder / "generators.py"
    oracles = set(_oracle_ids(_solutions(topic) / "oracles.py")) if topic.generators else set()
    for g in topic.generators:
        if g.id in seen:
            yield Finding(str(path), f"the id {g.id} is used twice (also in {seen[g.id]})")
        seen[g.id] = str(path)
        if not g.id.startswith(topic.slug + "."):
            yield Finding(str(path), f"the id {g.id!r} must begin with {topic.slug!r} and a dot")
        if g.concept not in concepts:
            yield Finding(str(path), f"{g.id}: the concept {g.concept!r} is not in topic.toml")
        if g.id not in oracles:
            yield Finding(str(path), f"{g.id} has no oracle in solutions/{topic.slug}/oracles.py")
        try:
            for seed in range(3):
                yield from (Finding(str(path), f"{g.id}, seed {seed}: {m}") for m in _drawn_rules(g.question(seed), topic, concepts))
        except Exception as e:
            yield Finding(str(path), f"{g.id} raises {type(e).__name__}: {e}", _raised_at(e, path))


def _drawn_rules(q: Question, topic: Topic, concepts: set[str]) -> Iterator[str]:
    yield from _question_rules(q, topic.slug, concepts)
    if not q.parameters:
        yield "parameters is empty"


def _raised_at(error: BaseException, path: Path) -> int | None:
    line, tb = None, error.__traceback__
    while tb:
        if tb.tb_frame.f_code.co_filename == str(path):
            line = tb.tb_lineno
        tb = tb.tb_next
    return line


def _oracle_ids(path: Path) -> list[str]:
    """Keys of the ORACLES dict, read from the source."""
    if not path.exists():
        return []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        named = any(isinstance(t, ast.Name) and t.id == "ORACLES" for t in targets)
        if named and isinstance(value := getattr(node, "value", None), ast.Dict):
            return [k.value for k in value.keys if isinstance(k, ast.Constant) and isinstance(k.value, str)]
    return []


def _solutions(topic: Topic) -> Path:
    """The topic's folder in the mirrored tree."""
    return topic.folder.parent.parent / "solutions" / topic.slug


def _drill_rules(drill: Drill) -> list[Finding]:
    from quizprep.content.lint_drills import drill_findings

    return [Finding(str(f), m, line) for f, m, line in drill_findings(drill)]


def _stray_files(topic: Topic) -> Iterator[Finding]:
    """Nothing unexpected lies in either tree."""
    drills = {d.slug for d in topic.drills}
    allowed = [
        re.compile(r"(topic\.toml|bank\.toml|generators\.py)$"),
        re.compile(rf"drills/({'|'.join(drills) or '-'})/(drill\.toml|statement\.(en|zh)\.md|starter\.py)$"),
    ]
    mirrored = [
        re.compile(r"oracles\.py$"),
        re.compile(rf"({'|'.join(drills) or '-'})/(reference\.py|checks\.py|mistakes\.toml|(mistakes|alternatives)/\w+\.py)$"),
    ]
    for base, patterns in ((topic.folder, allowed), (_solutions(topic), mirrored)):
        for path in sorted(base.rglob("*")) if base.exists() else []:
            name = path.relative_to(base).as_posix()
            if path.is_file() and "__pycache__" not in name and not any(p.match(name) for p in patterns):
                yield Finding(str(path), "nothing expects this file")


def _coverage(topic: Topic) -> Coverage:
    concepts = {c.slug: {"authored": 0, "typed": 0, "generated": 0} for c in topic.info.concepts}
    for q in topic.questions:
        if q.concept in concepts:
            concepts[q.concept]["authored"] += 1
            concepts[q.concept]["typed"] += not isinstance(q, Choice | Choices)
    for g in topic.generators:
        if g.concept in concepts:
            concepts[g.concept]["generated"] += 1
    drills = {}
    for d in topic.drills:
        try:
            mistakes = len(d.mistakes().mistakes)
        except ContentError:
            mistakes = 0
        drills[d.slug] = {"checks": len(d.info.checks), "mistakes": mistakes, "alternatives": len(d.alternatives())}
    return Coverage(topic.slug, concepts, drills)
