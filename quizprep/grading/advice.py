"""Forbidden calls found by reading the source: advice, never a failure."""

from __future__ import annotations

import ast

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


def find_calls(source: bytes, forbidden: list[str]) -> list[Advice]:
    """The lines that call one of `forbidden` (dotted names); [] for a source that can't be parsed."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    aliases = _aliases(tree)
    found: dict[int, Advice] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _dotted(node.func, aliases)) in forbidden:
            found[node.lineno] = Advice(
                node.lineno,
                Text(
                    f"calls {name}: right, but in an interview you would be asked to write it yourself",
                    f"调用了 {name}：结果没错，但面试时会要求你自己实现",
                ),
            )
    return [found[line] for line in sorted(found)]
