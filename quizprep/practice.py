"""The user's own files: where a drill's submission lies, writing the starter, finding an editor."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from quizprep import paths
from quizprep.errors import QuizprepError
from quizprep.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from quizprep.content.library import Drill


def submission_file(drill: Drill, folder: Path | None = None) -> Path:
    """Where the user's solution of `drill` lies: in `folder`, else in the practice folder."""
    return (folder or paths.practice_dir()) / f"{drill.slug}.py"


def write_starter(drill: Drill, path: Path | None = None) -> bool:
    """Write the starter unless the file exists; returns whether it was written.

    Raises:
        QuizprepError: the folder or file can't be written.
    """
    return write_new(path or submission_file(drill), drill.starter())


def write_new(path: Path, text: str) -> bool:
    """Write `text` to a new file; False where a file is there already, which is never touched.

    Raises:
        QuizprepError: the folder or file can't be written, or what is there is no file.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        if path.is_file() or path.is_symlink():
            return False
        if path.parent.is_dir():
            raise QuizprepError(_("{path} is in the way: it is not a file. Move it.", path=path)) from None
        raise QuizprepError(_("{path} is not a folder; name another one.", path=path.parent)) from None
    except OSError as e:
        raise QuizprepError(_("{path} can't be written ({why}).", path=path, why=e.strerror)) from None
    return True


def save(path: Path, source: str) -> None:
    """Write `source` whole or not at all.

    Raises:
        QuizprepError: it can't be written; the file is as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = path.resolve()
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(source)
            if target.exists():
                shutil.copymode(target, name)
            else:
                Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, UnicodeEncodeError) as e:
        why = getattr(e, "strerror", None) or str(e)
        raise QuizprepError(_("{path} can't be written ({why}).", path=path, why=why)) from None


def read(path: Path) -> str:
    """The text of the user's file.

    Raises:
        QuizprepError: it can't be read or is not UTF-8.
    """
    try:
        return path.read_text("utf-8")
    except OSError as e:
        raise QuizprepError(_("{path} can't be read ({why}).", path=path, why=e.strerror)) from None
    except UnicodeDecodeError:
        raise QuizprepError(_("{path} is not UTF-8 text; save it as UTF-8.", path=path)) from None


def draft_file(path: Path) -> Path:
    """Where text lies that was typed for `path` in the built-in editor and not saved."""
    return path.with_name(f".{path.name}.draft")


def keep_draft(path: Path, text: str) -> None:
    """Keep text that is not saved yet.

    Raises:
        QuizprepError: it can't be written.
    """
    save(draft_file(path), text)


def drop_draft(path: Path) -> None:
    """What was typed is saved, or given up."""
    with suppress(OSError):
        draft_file(path).unlink(missing_ok=True)


def draft(path: Path) -> str | None:
    """What was typed for `path` and never saved: the program ended before; None where there is nothing."""
    try:
        return draft_file(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def editor_command() -> list[str]:
    """The user's editor: VISUAL, EDITOR, the setting; [] where none is set.

    Raises:
        QuizprepError: the one that is set can't be understood.
    """
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _setting()
    if not wanted.strip():
        return []
    try:
        return shlex.split(wanted)
    except ValueError as e:
        raise QuizprepError(_("the editor {editor!r} can't be understood ({why}).", editor=wanted, why=e)) from None


def _setting() -> str:
    from quizprep import config

    return str(config.load().editor or "")
