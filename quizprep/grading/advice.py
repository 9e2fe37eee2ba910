"""Forbidden calls, found by reading the source and by watching it run: advice, never a failure."""

from __future__ import annotations

import ast
from typing import Any

from quizprep.content.model import Text
from quizprep.grading.report import Advice


def _aliases(tree: ast.AST) -> dict[str, str]:
    """Local name -> dotted name, from the imports."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for a in node.names:
                names[a.asname or a.name.split(".")[0]] = a.name if a.asname else a.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module:
            for a in node.names:
                names[a.asname or a.name] = f"{node.module}.{a.name}"
    return names


def _dotted(node: ast.AST, aliases: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return aliases.get(node.id, "")
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value, aliases)
        return f"{base}.{node.attr}" if base else ""
    return ""


def find_calls(source: bytes, forbidden: list[str]) -> list[tuple[int, str]]:
    """(line, dotted name) of calls of `forbidden` in the text; [] for a source that can't be parsed."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    aliases = _aliases(tree)
    return [
        (node.lineno, name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (name := _dotted(node.func, aliases)) in forbidden
    ]


def advise(source: bytes, forbidden: list[str], seen: list[list[Any]]) -> list[Advice]:
    """Remarks on forbidden calls, found in the source or seen when it ran (`seen`: told by the submission's own side)."""
    calls = find_calls(source, forbidden) if forbidden else []
    calls += [(line, name) for line, name in seen if type(line) is int and name in forbidden]
    remarks = {}
    for line, name in sorted(set(calls)):
        remarks[line] = Advice(
            line,
            Text(
                f"calls {name}: in an interview you would be asked to write it yourself",
                f"调用了 {name}：面试时会要求你自己实现",
            ),
        )
    return list(remarks.values())
