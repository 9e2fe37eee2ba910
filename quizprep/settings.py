"""Changing the settings file: only the keys that change; comments, order and all other keys stay as the user wrote them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from quizprep import config, paths
from quizprep.errors import UsageError
from quizprep.i18n import _


def change(path: Path | None = None, **values: str | int | date | None) -> None:
    """Set these keys, or take them out where the value is None; the file is written whole or not at all.

    Raises:
        UsageError: the file is not TOML, a value is not allowed, or it can't be written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = path or paths.config_file()
    try:
        text = path.read_text("utf-8") if path.exists() else ""
        found = tomlkit.parse(text)
        for key, value in values.items():
            if value is None:
                found.pop(key, None)
            else:
                found[key] = value
        new = tomlkit.dumps(found)
    except (TOMLKitError, ValueError) as e:
        raise UsageError(_("the settings {path} are not valid TOML: {why}", path=path, why=e)) from None
    except OSError as e:
        raise UsageError(_("the settings {path} can't be read ({why}).", path=path, why=e.strerror)) from None
    path = path.resolve()  # a link to a file elsewhere stays a link
    part = path.with_name(f"{path.name}.part{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(new, "utf-8")
        try:
            config.load(part)
        except UsageError as e:
            raise UsageError(str(e).replace(str(part), str(path))) from None
        part.replace(path)
    except OSError as e:
        raise UsageError(_("the settings {path} can't be written ({why}).", path=path, why=e.strerror)) from None
    finally:
        part.unlink(missing_ok=True)
