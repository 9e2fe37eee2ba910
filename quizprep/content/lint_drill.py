"""What can be wrong with a drill: its folder, its judge, and how they fit together."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizprep.content.findings import Finding, strangers
from quizprep.content.library import Topic, find_line
from quizprep.content.lint_question import texts
from quizprep.content.model import LANGUAGES, DrillFile, Mistake, MistakesFile

if TYPE_CHECKING:
    from quizprep.content.lint import Lint

REFERENCE_LINES, TRAINING_LINES = 40, 80
MOST_SECONDS, MOST_MEMORY_MB = 120.0, 4096
"""Of a training task."""
MISTAKES = {1: 3, 2: 4, 3: 4}
"""At least so many known mistakes, by difficulty."""
ALTERNATIVES = 2
SHOWN = {"drill.toml", "starter.py", *(f"statement.{lang}.md" for lang in LANGUAGES)}
JUDGING = {"reference.py", "checks.py", "mistakes.toml", "mistakes", "alternatives"}


def drills(found: Lint, topic: Topic, solutions: Path) -> dict[str, dict[str, Any]]:
    """Look at every drill of a topic; returns what each has, by the name of its folder."""
    table: dict[str, dict[str, Any]] = {}
    root = topic.folder / "drills"
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        if folder.name.startswith(".") or folder.name == "__pycache__":
            continue
        info = found.read(folder / "drill.toml", DrillFile) if folder.is_dir() else None
        if not folder.is_dir():
            found.findings.append(Finding(str(folder), None, "nothing expects this file"))
        table[folder.name] = {"topic": topic.slug, "checks": 0, "mistakes": 0, "alternatives": 0}
        if info is not None:
            table[folder.name] |= _drill(found, topic, info, folder, solutions / folder.name)
    return table


def _drill(found: Lint, topic: Topic, info: DrillFile, folder: Path, judge: Path) -> dict[str, int]:
    found.findings += _shown(topic, info, folder)
    alternatives = sorted((judge / "alternatives").glob("*.py"))
    mistakes: list[Mistake] = []
    if not judge.is_dir():
        found.findings.append(Finding(str(folder), None, f"has no judge: {judge} is missing"))
    else:
        found.findings += strangers(judge, JUDGING)
        found.findings += _reference(
            judge / "reference.py", TRAINING_LINES if info.kind == "training" else REFERENCE_LINES
        )
        found.findings += _defines(info, judge / "reference.py")
        found.findings += _checks(info, judge / "checks.py", folder / "drill.toml")
        for path in alternatives:
            found.findings += _python(path)[1]
        if len(alternatives) < ALTERNATIVES:
            counted = f"{len(alternatives)} of {ALTERNATIVES}"
            found.findings.append(Finding(str(judge / "alternatives"), None, f"{counted} alternatives are there"))
        read = found.read(judge / "mistakes.toml", MistakesFile)
        if read is not None:
            mistakes = read.mistakes
            found.findings += _mistakes(info, read, judge)
    return {"checks": len(info.checks), "mistakes": len(mistakes), "alternatives": len(alternatives)}


def _shown(topic: Topic, info: DrillFile, folder: Path) -> Iterator[Finding]:
    """The half that the user sees."""
    path = folder / "drill.toml"
    source = path.read_text("utf-8")
    if info.slug != folder.name:
        line = find_line(source, "slug")
        yield Finding(str(path), line, f"slug {info.slug} is not the folder's name, {folder.name}")
    yield from texts(info, path, "")
    yield from strangers(folder, SHOWN)
    known = {c.slug for c in topic.info.concepts}
    for concept in info.concepts:
        if concept not in known:
            yield Finding(str(path), find_line(source, "concepts"), f"the concept {concept} is not in topic.toml")
    if info.kind == "training":
        yield from _training(info, path, source)
    for lang in LANGUAGES:
        statement = folder / f"statement.{lang}.md"
        if not statement.exists() or not statement.read_text("utf-8").strip():
            yield Finding(str(statement), None, "the statement is missing or empty")
    yield from _python(folder / "starter.py")[1]
    yield from _defines(info, folder / "starter.py")


def _training(info: DrillFile, path: Path, source: str) -> Iterator[Finding]:
    """The limits of a training task."""
    if info.framework != "torch":
        line = find_line(source, "framework")
        yield Finding(str(path), line, f"a training task is in torch, not {info.framework}")
    for key, value, most in (
        ("seconds", info.limits.seconds, MOST_SECONDS),
        ("memory_mb", info.limits.memory_mb, MOST_MEMORY_MB),
    ):
        if value > most:
            yield Finding(str(path), find_line(source, f"limits.{key}"), f"{key} is {value:g}, at most {most:g}")


def _python(path: Path) -> tuple[ast.Module | None, list[Finding]]:
    """The file's tree, or what is wrong with it."""
    try:
        return ast.parse(path.read_text("utf-8")), []
    except OSError:
        return None, [Finding(str(path), None, "is missing")]
    except (SyntaxError, ValueError) as e:
        return None, [Finding(str(path), getattr(e, "lineno", None), f"not valid Python: {e}")]


def _reference(path: Path, most: int) -> Iterator[Finding]:
    tree, broken = _python(path)
    yield from broken
    if tree is not None and (count := len(path.read_text("utf-8").splitlines())) > most:
        yield Finding(str(path), most + 1, f"has {count} lines, at most {most}")
    if tree is not None and not ast.get_docstring(tree):
        yield Finding(str(path), 1, "has no docstring with equation, shapes and source")


def _defines(info: DrillFile, path: Path) -> Iterator[Finding]:
    """The file defines all that the drill asks for."""
    tree, _broken = _python(path)
    kinds = (ast.FunctionDef, ast.ClassDef)
    names = {n.name for n in tree.body if isinstance(n, kinds)} if tree else set(info.entry)
    for name in info.entry:
        if name not in names:
            yield Finding(str(path), None, f"does not define {name}")


def _checks(info: DrillFile, path: Path, drill_file: Path) -> Iterator[Finding]:
    """The functions of checks.py are those that drill.toml names."""
    tree, broken = _python(path)
    yield from broken
    named = [c.name for c in info.checks]
    source = drill_file.read_text("utf-8")
    for place, name in enumerate(named):
        if name in named[:place]:
            yield Finding(str(drill_file), find_line(source, f"check[{place}]"), f"the check {name} is named twice")
    if tree is None:
        return
    functions = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    written = [f.name for f in functions]
    for place, name in enumerate(named):
        if name not in written:
            yield Finding(
                str(drill_file), find_line(source, f"check[{place}]"), f"the check {name!r} is not in checks.py"
            )
    for place, function in enumerate(functions):
        if function.name not in named:
            yield Finding(str(path), function.lineno, f"{function.name} is not among the checks of drill.toml")
        if function.name in written[:place]:
            yield Finding(str(path), function.lineno, f"{function.name} is defined twice, so the first never runs")
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            message = "a bare assert tells the user nothing; use close, require or fail"
            yield Finding(str(path), node.lineno, message)


def _mistakes(info: DrillFile, read: MistakesFile, judge: Path) -> Iterator[Finding]:
    path = judge / "mistakes.toml"
    source = path.read_text("utf-8")
    reference = (judge / "reference.py").read_text("utf-8") if (judge / "reference.py").exists() else ""
    checks = {c.name for c in info.checks}
    yield from texts(read, path, "")
    seen: set[str] = set()
    for place, mistake in enumerate(read.mistakes):
        line = find_line(source, f"mistake[{place}]")
        if mistake.name in seen:
            yield Finding(str(path), line, f"the mistake {mistake.name} stands here twice")
        seen.add(mistake.name)
        for message in _mistake(mistake, checks, reference, judge):
            yield Finding(str(path), line, f"{mistake.name}: {message}")
    for name in sorted(checks - _on_gpu(judge / "checks.py") - {c for m in read.mistakes for c in m.caught_by}):
        yield Finding(str(path), None, f"no mistake is caught by {name}: what is that check for?")
    if len(read.mistakes) < MISTAKES[info.difficulty]:
        wanted = MISTAKES[info.difficulty]
        yield Finding(
            str(path), None, f"has {len(read.mistakes)} mistakes; difficulty {info.difficulty} wants {wanted}"
        )
    for folder, expected in (("mistakes", {m.file for m in read.mistakes}), ("alternatives", None)):
        if (judge / folder).is_dir():
            names = {p.name for p in (judge / folder).glob("*.py")} if expected is None else expected
            yield from strangers(judge / folder, names)


def _on_gpu(path: Path) -> set[str]:
    """The checks marked ``@pytest.mark.gpu``: where there is none no mistake can be shown to be caught by them."""
    tree, _broken = _python(path)
    functions = [n for n in tree.body if isinstance(n, ast.FunctionDef)] if tree else []
    return {f.name for f in functions if any(ast.unparse(d) == "pytest.mark.gpu" for d in f.decorator_list)}


def _mistake(mistake: Mistake, checks: set[str], reference: str, judge: Path) -> Iterator[str]:
    if not mistake.caught_by:
        yield "caught_by is empty"
    for name in mistake.caught_by:
        if name not in checks:
            yield f"there is no check {name!r} (caught_by)"
    if bool(mistake.edit) == bool(mistake.file):
        yield "give edit or file, one of them"
    edited = reference
    for old, new in mistake.edit:
        if (times := edited.count(old)) != 1:
            yield f"{old!r} stands {times} times in reference.py, not once"
        edited = edited.replace(old, new)
    try:
        ast.parse(edited)
    except SyntaxError as e:
        yield f"the edited reference is not valid Python: {e.msg}"
    if mistake.file and not (judge / "mistakes" / mistake.file).is_file():
        yield f"mistakes/{mistake.file} is missing"
