"""The user's own files: where a drill's submission lies, writing the starter, finding an editor."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from contextlib import suppress
from itertools import count
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


def save(path: Path, source: str, *, sure: bool = True) -> None:
    """Write `source` whole or not at all.

    Args:
        path: of the file.
        source: what it holds then.
        sure: only return when it is on the disk; otherwise it outlives the program, but perhaps no power cut.

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
                if sure:
                    file.flush()
                    os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, name)
            else:
                Path(name).chmod(0o644)
            Path(name).replace(target)
            if sure:
                _sync_folder(target.parent)
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


def put_aside(path: Path, source: bytes) -> Path:
    """Keep another version of a file beside it, under a name of its own; it is never overwritten. Returns where.

    Raises:
        QuizprepError: it can't be written.
    """
    for n in count(1):
        kept = path.with_name(f"{path.stem}.kept{'' if n == 1 else f'-{n}'}{path.suffix}")
        try:
            with kept.open("xb") as file:
                file.write(source)
                file.flush()
                os.fsync(file.fileno())
            _sync_folder(kept.parent)
            break
        except FileExistsError:
            if kept.is_file() and kept.read_bytes() == source:
                break
        except OSError as e:
            raise QuizprepError(_("{path} can't be written ({why}).", path=kept, why=e.strerror)) from None
    return kept


def _sync_folder(folder: Path) -> None:
    """That a file got its name is on the disk too, where the system can say so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


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
