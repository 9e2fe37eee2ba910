"""The known mistakes of a drill as programs: the reference with each mistake in it."""

from __future__ import annotations

from pathlib import Path

from quizprep.content.library import decode
from quizprep.content.model import Mistake, MistakesFile
from quizprep.errors import ContentError


def known(folder: Path) -> list[Mistake]:
    """The mistakes of the drill whose solution lies in `folder`."""
    return decode(folder / "mistakes.toml", MistakesFile).mistakes


def program(folder: Path, mistake: Mistake) -> str:
    """The source of a known mistake.

    Raises:
        ContentError: when an edit's old text does not stand exactly once in the reference.
    """
    if mistake.file:
        return (folder / "mistakes" / mistake.file).read_text("utf-8")
    source = (folder / "reference.py").read_text("utf-8")
    for old, new in mistake.edit:
        if source.count(old) != 1:
            raise ContentError(
                folder / "mistakes.toml",
                f"the text {old!r} stands {source.count(old)} times in reference.py; it must stand exactly once",
                field=f"mistake {mistake.name}",
            )
        source = source.replace(old, new)
    return source
