"""The service of one ``quizprep check``, started before the command has imported anything: it takes longest to get ready."""

from __future__ import annotations

from quizprep import paths
from quizprep.grading.service import Service, default_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def start(arguments: Sequence[str]) -> Service | None:
    """The service for the drill that the arguments name; None where they name none. To be closed by the caller."""
    slug = next((a for a in arguments if not a.startswith("-")), "")
    if not slug.replace("-", "").isalnum():
        return None
    for file in paths.questions_dir().glob(f"*/drills/{slug}/drill.toml"):
        return Service(_kind(file.read_text("utf-8")), start=default_start())
    return None


def _kind(drill: str) -> str:
    from importlib.util import find_spec

    return "torch" if 'framework = "torch"' in drill and find_spec("torch") else "numpy"
