"""Backups beside the database: one before each migration, one a day, the newest seven kept."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path

KEPT = 7


def folder(database: Path) -> Path:
    """Where the backups of `database` lie."""
    return database.parent / "backups"


def backups(database: Path) -> list[Path]:
    """The backups of `database`, newest first (their names begin with the time, UTC)."""
    return sorted(folder(database).glob(f"{database.stem}-*.db"), key=lambda p: p.name, reverse=True)


def wanted_today(database: Path, now: float) -> bool:
    """Whether no backup was taken on the day (UTC) of `now`."""
    day = time.strftime("%Y%m%d", time.gmtime(now))
    return not any(p.name.startswith(f"{database.stem}-{day}") for p in backups(database)[:KEPT])


def back_up(db: sqlite3.Connection, database: Path, now: float, label: str) -> Path:
    """Copy a consistent state of `db` while others may write, and drop all but the newest seven.

    Raises:
        OSError, sqlite3.Error: when the copy can't be written; nothing half-written is left.
    """
    folder(database).mkdir(parents=True, exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(now)) + f"{int(now % 1 * 1000):03d}"
    path = folder(database) / f"{database.stem}-{stamp}-{label}.db"
    part = path.with_suffix(f".part{os.getpid()}")
    try:
        with contextlib.closing(sqlite3.connect(part)) as copy:
            db.backup(copy)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    for old in backups(database)[KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()
    return path
