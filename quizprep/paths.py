"""Where quizprep reads and writes. Getters make no folders.

``QUIZPREP_HOME`` moves everything that is written (database, practice folder, settings) under one folder.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_practice: Path | None = None


def _home() -> Path | None:
    home = os.environ.get("QUIZPREP_HOME")
    return Path(home).expanduser() if home else None


def _xdg(variable: str, default: str) -> Path:
    """A user folder on Linux, as platformdirs names it (importing that costs twice the interpreter's start)."""
    named = os.environ.get(variable, "").strip()
    return (Path(named) if named else Path.home() / default) / "quizprep"


def import_root() -> str:
    """The folder that the package lies in: what a process of its own puts on `sys.path`."""
    return str(Path(__file__).resolve().parents[1])


def data_dir() -> Path:
    """Folder of the progress database and its backups."""
    if home := _home():
        return home / "data"
    if sys.platform == "linux":
        return _xdg("XDG_DATA_HOME", ".local/share")
    from platformdirs import user_data_path

    return user_data_path("quizprep", appauthor=False)


def config_file() -> Path:
    """The settings file (TOML); it need not exist."""
    if home := _home():
        return home / "config.toml"
    if sys.platform == "linux":
        return _xdg("XDG_CONFIG_HOME", ".config") / "config.toml"
    from platformdirs import user_config_path

    return user_config_path("quizprep", appauthor=False) / "config.toml"


def database() -> Path:
    """The progress database."""
    return data_dir() / "progress.db"


def practice_dir() -> Path:
    """Folder that starters are written to when the user names none."""
    if _practice:
        return _practice
    if home := _home():
        return home / "practice"
    return Path.home() / "quizprep-practice"


def use_practice_dir(folder: str) -> None:
    """Write starters to `folder` from now on (the setting ``practice_dir``)."""
    global _practice  # noqa: PLW0603 - set once, when the program starts
    _practice = Path(folder).expanduser()


def content_root() -> Path:
    """Folder that holds ``questions/`` and ``solutions/``: inside the package, else beside it."""
    package = Path(__file__).resolve().parent
    packed = package / "_content"
    return packed if packed.is_dir() else package.parent


def questions_dir() -> Path:
    """All that a user may see before trying."""
    return content_root() / "questions"


def solutions_dir() -> Path:
    """All that judges the user: references, checks, mistakes, oracles."""
    return content_root() / "solutions"
