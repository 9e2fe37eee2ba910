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


def question_id(topic: str, drill: str, mistake: str) -> str:
    """The id of the question that asks for the faulty line, where the mistake is one line."""
    return f"{topic}.line-{drill}-{mistake}"


def is_faulty_line(id: str) -> bool:
    """Whether a question of this id asks for the faulty line of a drill's mistake."""
    return id.partition(".")[2].startswith("line-")
