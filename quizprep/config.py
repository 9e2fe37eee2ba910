"""The settings file: a few TOML keys, all optional. An unknown key is an error with "did you mean".

language = "zh"                 # en or zh
editor = "nvim"                 # instead of $VISUAL and $EDITOR
practice_dir = "~/interviews"   # where starters are written
theme = "textual-dark"
check_seconds_scale = 2.0       # longer time limits on a slow machine
device = "cpu"                  # what training tasks compute on: auto, cpu, cuda or mps
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from quizprep import paths
from quizprep.errors import UsageError
from quizprep.i18n import _

DEVICES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True)
class Config:
    """The settings; "" and 1.0 mean as without a settings file."""

    language: str = ""
    editor: str = ""
    practice_dir: str = ""
    theme: str = ""
    check_seconds_scale: float = 1.0
    device: str = ""


def load(path: Path | None = None) -> Config:
    """Read the settings; a missing file is the default.

    Raises:
        UsageError: unreadable, not TOML, an unknown key, a value of the wrong kind.
    """
    import tomllib

    path = path or paths.config_file()
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Config()
    except OSError as e:
        raise UsageError(_("the settings {path} can't be read ({why}).", path=path, why=e.strerror)) from None
    except ValueError as e:
        raise UsageError(_("the settings {path} are not valid TOML: {why}", path=path, why=e)) from None
    known = {f.name for f in fields(Config)}
    for key, value in values.items():
        if key not in known:
            raise UsageError(_unknown(path, key, known))
        _check(path, key, value)
    return Config(**values)


def _unknown(path: Path, key: str, known: set[str]) -> str:
    import difflib

    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    if near:
        return _("{path}: there is no setting {key!r}; did you mean {near}?", path=path, key=key, near=near[0])
    names = ", ".join(sorted(known))
    return _("{path}: there is no setting {key!r}; there are {names}.", path=path, key=key, names=names)


def _check(path: Path, key: str, value: object) -> None:
    form = ""
    if key == "check_seconds_scale":
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0.1 <= value <= 100:
            form = _("a number from 0.1 to 100")
    elif not isinstance(value, str):
        form = _("a text in quotes")
    elif key == "language" and value not in ("en", "zh"):
        form = '"en" / "zh"'
    elif key == "device" and value not in DEVICES:
        form = " / ".join(f'"{d}"' for d in DEVICES)
    if form:
        raise UsageError(_("{path}: {key} is {value!r}; it takes {form}.", path=path, key=key, value=value, form=form))
