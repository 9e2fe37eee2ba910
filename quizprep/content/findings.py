"""What the lint finds, counts and expects to see in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizprep.content.model import Choice, Choices, Question


@dataclass(frozen=True)
class Finding:
    """One broken rule."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class Coverage:
    """How many items each concept of a topic has."""

    def __init__(self, concepts: list[str]) -> None:
        self.concepts = {c: {"authored": 0, "non_choice": 0, "generated": 0} for c in concepts}

    def count(self, concept: str, question: Question, *, generated: bool) -> None:
        """Count one item; an unknown concept is a finding elsewhere and not counted here."""
        counts = self.concepts.get(concept)
        if counts is not None:
            counts["generated" if generated else "authored"] += 1
            counts["non_choice"] += not isinstance(question, Choice | Choices)

    def table(self) -> dict[str, Any]:
        """The counts of the topic and of each concept."""
        total = {k: sum(c[k] for c in self.concepts.values()) for k in ("authored", "non_choice", "generated")}
        return total | {"concepts": self.concepts}


def strangers(folder: Path, expected: set[str]) -> Iterator[Finding]:
    """Whatever stands in `folder` and is not expected there; hidden files and ``__pycache__`` don't count."""
    for path in sorted(folder.iterdir()):
        if path.name not in expected and path.name != "__pycache__" and not path.name.startswith("."):
            yield Finding(str(path), None, "nothing expects this file")
