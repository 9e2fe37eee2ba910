"""The lint's rules for drills: both trees complete, checks and mistakes bound to each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from quizprep.content.library import Drill
from quizprep.content.model import MistakesFile
from quizprep.errors import ContentError

REFERENCE_LINES = 40
Row = tuple[Path, str, int | None]


def drill_findings(drill: Drill) -> Iterator[Row]:
    """(file, message, line) for each broken rule of one drill."""
    toml = drill.folder / "drill.toml"
    if drill.folder.name != drill.slug:
        yield toml, f"slug {drill.slug!r} is not the folder's name", None
    for path in _needed(drill):
        if not path.is_file():
            yield path, "is missing", None
        elif not path.read_text("utf-8").strip():
            yield path, "is empty", None
    texts = [("title", drill.info.title), *((f"check {c.name}", c.title) for c in drill.info.checks)]
    texts += [(f"hint {i + 1}", h) for i, h in enumerate(drill.info.hints)]
    for name, text in texts:
        if not text.en.strip() or not text.zh.strip():
            yield toml, f"{name}: a language is missing", None
    reference, checks = drill.solution / "reference.py", drill.solution / "checks.py"
    if reference.is_file():
        yield from _reference_rules(drill, reference)
    if checks.is_file():
        yield from _check_rules(drill, toml, checks)
    if len(drill.alternatives()) < 2:
        yield drill.solution, f"{len(drill.alternatives())} alternative right solutions; at least two are needed", None
    try:
        yield from _mistake_rules(drill, drill.mistakes())
    except ContentError as e:
        yield Path(e.file), f"{e.field}: {e.message}" if e.field else e.message, e.line


def _needed(drill: Drill) -> list[Path]:
    seen = [drill.folder / n for n in ("statement.en.md", "statement.zh.md", "starter.py")]
    return seen + [drill.solution / n for n in ("reference.py", "checks.py", "mistakes.toml")]


def _functions(path: Path) -> dict[str, int]:
    """Names defined at the top of a file, with their lines."""
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {n.name: n.lineno for n in tree.body if isinstance(n, kinds)}


def _reference_rules(drill: Drill, path: Path) -> Iterator[Row]:
    source = path.read_text("utf-8")
    lines = len(source.strip().splitlines())
    if lines > REFERENCE_LINES:
        yield path, f"has {lines} lines; at most {REFERENCE_LINES} are allowed", None
    if not ast.get_docstring(ast.parse(source)):
        yield path, "has no docstring with equation, shapes and source", 1
    for file in (path, drill.folder / "starter.py"):
        if file.is_file():
            for name in drill.info.entry:
                if name not in _functions(file):
                    yield file, f"does not define {name!r}", None


def _check_rules(drill: Drill, toml: Path, path: Path) -> Iterator[Row]:
    found = {n: line for n, line in _functions(path).items() if n.startswith("test_")}
    named = [c.name for c in drill.info.checks]
    for name, line in found.items():
        if name not in named:
            yield path, f"{name} has no [[check]] in drill.toml", line
    for name in named:
        if name not in found:
            yield toml, f"the check {name!r} is not in checks.py", None
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Assert):
            yield path, "a bare assert tells the user nothing; use close, require or fail", node.lineno


def _mistake_rules(drill: Drill, file: MistakesFile) -> Iterator[Row]:
    path = drill.solution / "mistakes.toml"
    least = 3 if drill.info.difficulty == 1 else 4
    if len(file.mistakes) < least:
        yield path, f"{len(file.mistakes)} known mistakes; at least {least} are needed", None
    checks = {c.name for c in drill.info.checks}
    names = [m.name for m in file.mistakes]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield path, f"the mistake {name!r} stands there twice", None
    for m in file.mistakes:
        for check in m.caught_by:
            if check not in checks:
                yield path, f"mistake {m.name}: there is no check {check!r}", None
        if not m.caught_by:
            yield path, f"mistake {m.name}: caught_by names no check", None
        texts = [t for t in (m.title, m.explanation, m.symptom) if t]
        if any(not t.en.strip() or not t.zh.strip() for t in texts):
            yield path, f"mistake {m.name}: a language is missing", None
        if bool(m.edit) == bool(m.file):
            yield path, f"mistake {m.name}: give either edit or file", None
        if m.file and not (drill.solution / "mistakes" / m.file).is_file():
            yield path, f"mistake {m.name}: there is no mistakes/{m.file}", None
        yield from _edit_rules(drill, path, m.name, m.edit)
    for check in sorted(checks - {c for m in file.mistakes for c in m.caught_by}):
        yield path, f"no mistake is caught by {check!r}: is the check needed?", None


def _edit_rules(drill: Drill, path: Path, name: str, edits: list[tuple[str, str]]) -> Iterator[Row]:
    reference = drill.solution / "reference.py"
    if not edits or not reference.is_file():
        return
    source = drill.reference()
    for old, new in edits:
        if source.count(old) != 1:
            yield path, f"mistake {name}: {old!r} stands {source.count(old)} times in reference.py, not once", None
        source = source.replace(old, new)
    try:
        ast.parse(source)
    except SyntaxError as e:
        yield path, f"mistake {name}: the edited reference is no Python: {e.msg}", None
