"""What is slow to make from the content's files and fast to read again: kept in the data folder, made anew on any change."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from quizprep import paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def stamp_of(files: Iterable[object]) -> list[Any]:
    """Each file with its size and time: as long as these are the same, so is what was made of them."""
    found: list[Any] = []
    for file in files:
        try:
            stat = os.stat(str(file))  # noqa: PTH116 - pathlib here is half of the time
            found.append([str(file), stat.st_size, stat.st_mtime_ns])
        except OSError:
            found.append([str(file)])
    return found


def read(name: str, stamp: list[Any]) -> Any:
    """What was kept under `name` for this very stamp; None otherwise."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(_place(name).read_bytes())
        if kept["stamp"] == stamp:
            return kept["found"]
    return None


def write(name: str, stamp: list[Any], found: Any) -> None:
    """Keep it, whole or not at all; it is only a shortcut, so failing to is no matter."""
    place = _place(name)
    part = place.with_suffix(f".part{os.getpid()}")
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"stamp": stamp, "found": found}), "utf-8")
        part.replace(place)


def _place(name: str) -> Path:
    return paths.data_dir() / "kept" / f"{name}.json"
