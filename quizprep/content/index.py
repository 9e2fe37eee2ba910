"""A list of topics and drills that opens in a millisecond: kept as JSON in the data folder, made anew on any change.

Reading every TOML file (and importing what reads them) takes longer than a listing should. The list is trusted only
while the size and time of every file it was made from are as they were; it holds nothing that is not in those files.
"""

from __future__ import annotations

import os
from pathlib import Path

from quizprep import __version__, paths
from quizprep.content import kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def index(root: Path | None = None, solutions: Path | None = None) -> dict[str, Any]:
    """``{"topics": [{slug, title, summary, concepts}], "drills": [{slug, topic, …}], "problems": [sentence]}``."""
    root, solutions = root or paths.questions_dir(), solutions or paths.solutions_dir()
    stamp = _stamp(root, solutions)
    found: dict[str, Any] | None = kept.read("index", stamp)
    if found is None:
        found = _make(root)
        if not found["problems"]:
            kept.write("index", stamp, found)
    return found


def _stamp(root: Path, solutions: Path) -> list[Any]:
    """What the list hangs on: each file with its size and time."""
    files: list[str] = []
    for folder in _folders(root):
        files.append(f"{folder}/topic.toml")
        topic = os.path.basename(folder)  # noqa: PTH119 - pathlib here is half of the time
        for drill in _folders(f"{folder}/drills"):
            slug = os.path.basename(drill)  # noqa: PTH119
            files += [f"{drill}/drill.toml", f"{solutions}/{topic}/{slug}/mistakes.toml"]
    return [__version__, 2, str(root), str(solutions), *kept.stamp_of(files)]


def _folders(path: object) -> list[str]:
    try:
        with os.scandir(str(path)) as entries:
            return sorted(e.path for e in entries if e.is_dir())
    except OSError:
        return []


def _make(root: Path) -> dict[str, Any]:
    import msgspec

    from quizprep.content.library import Library
    from quizprep.errors import ContentError

    library = Library(root)
    drills, problems = [], []
    for drill in library.drills:
        try:
            mistakes = len(drill.mistakes().mistakes)
        except ContentError as e:
            problems.append(str(e))
            mistakes = 0
        info = drill.info
        drills.append(
            {
                "slug": info.slug,
                "topic": drill.topic,
                "framework": info.framework,
                "difficulty": info.difficulty,
                "par_minutes": info.par_minutes,
                "title": msgspec.to_builtins(info.title),
                "checks": len(info.checks),
                "mistakes": mistakes,
            }
        )
    topics = [
        {
            "slug": t.slug,
            "title": msgspec.to_builtins(t.info.title),
            "summary": msgspec.to_builtins(t.info.summary),
            "concepts": msgspec.to_builtins(t.info.concepts),
        }
        for t in library.topics
    ]
    return {"topics": topics, "drills": drills, "problems": [str(p) for p in library.problems] + problems}
