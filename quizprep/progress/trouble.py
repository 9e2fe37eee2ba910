"""What went wrong with the database, as one sentence with its path and what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from quizprep.errors import ProgressError
from quizprep.i18n import _
from quizprep.progress.backup import backups

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

UNWRITABLE = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_IOERR")


def explain(error: Exception, path: Path) -> ProgressError:
    """`error` as a `ProgressError`."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        text = _("the progress database {path} is locked by another program; close it and try again.", path=path)
    elif name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        newest = next(iter(backups(path)), None)
        if newest:
            text = _(
                "the progress database {path} is damaged; move it away and copy the backup {backup} in its place.",
                path=path,
                backup=newest,
            )
        else:
            text = _(
                "the progress database {path} is damaged and has no backup; move it away to begin anew.",
                path=path,
            )
    elif name.startswith("SQLITE_FULL") or getattr(error, "errno", None) == 28:
        text = _("the disk is full, so {path} can't be written; free some space and try again.", path=path)
    elif isinstance(error, OSError) or name.startswith(UNWRITABLE):
        text = _(
            "the progress database {path} can't be opened for writing ({reason}); check the folder's"
            " permissions or set QUIZPREP_HOME to another folder.",
            path=path,
            reason=getattr(error, "strerror", None) or error,
        )
    else:
        text = _(
            "the progress database {path} can't be used ({reason}); run quizprep doctor.",
            path=path,
            reason=error,
        )
    return ProgressError(text)


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn every database and file error inside into a `ProgressError`."""
    try:
        yield
    except (sqlite3.Error, OSError) as e:
        raise explain(e, path) from e
