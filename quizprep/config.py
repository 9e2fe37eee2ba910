"""The settings file: a few TOML keys, all optional. An unknown key is an error with "did you mean".

language = "zh"                 # en or zh
editor = "nvim"                 # instead of $VISUAL and $EDITOR
practice_dir = "~/interviews"   # where starters are written
theme = "paper"                 # ink, paper, contrast, plain, or one of Textual's
check_seconds_scale = 2.0       # longer time limits on a slow machine
device = "cpu"                  # what training tasks compute on: auto, cpu, cuda or mps
interview_date = 2026-12-01     # no review is planned after the day before it
minutes_a_day = 25              # how long today's session may take

[keys]                          # other keys: binding id -> key or keys; docs/keys.md lists the ids
"drill.check" = "f5,c"
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from quizprep import paths
from quizprep.errors import UsageError
from quizprep.i18n import _

DEVICES = ("auto", "cpu", "cuda", "mps")


class Config(NamedTuple):  # a dataclass would double what reading the settings takes: it imports inspect
    """The settings; "", 1.0, None and 0 mean as without a settings file."""

    language: str = ""
    editor: str = ""
    practice_dir: str = ""
    theme: str = ""
    check_seconds_scale: float = 1.0
    device: str = ""
    interview_date: date | None = None
    minutes_a_day: int = 0
    keys: dict[str, str] = {}  # noqa: RUF012 - the default of a tuple's field
    """Binding id -> keys, comma between them; the app knows the ids."""


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
    known = set(Config._fields)
    for key, value in values.items():
        if key not in known:
            raise UsageError(_unknown(path, key, known))
        if key != "keys":
            _check(path, key, value)
    return Config(**values | ({"keys": _keys(path, values["keys"])} if "keys" in values else {}))


def _keys(path: Path, table: object, above: str = "") -> dict[str, str]:
    """The table ``[keys]``, flat: TOML makes tables of ``drill.check = …`` without quotes round the name."""
    if not isinstance(table, dict):
        raise UsageError(_("{path}: keys is {value!r}; it takes a table: [keys], then drill.check = \"f5\".", path=path, value=table))
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= _keys(path, value, f"{above}{name}.")
        elif isinstance(value, str) and value.strip():
            found[f"{above}{name}"] = value
        else:
            raise UsageError(
                _("{path}: keys: {key} is {value!r}; it takes a key in quotes.", path=path, key=above + name, value=value)
            )
    return found


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
    elif key == "interview_date":
        if type(value) is not date:
            form = _("a date like 2026-12-01, without quotes")
    elif key == "minutes_a_day":
        if isinstance(value, bool) or not isinstance(value, int) or not 5 <= value <= 480:
            form = _("a whole number from 5 to 480")
    elif not isinstance(value, str):
        form = _("a text in quotes")
    elif key == "language" and value not in ("en", "zh"):
        form = '"en" / "zh"'
    elif key == "device" and value not in DEVICES:
        form = " / ".join(f'"{d}"' for d in DEVICES)
    if form:
        raise UsageError(_("{path}: {key} is {value!r}; it takes {form}.", path=path, key=key, value=value, form=form))
