"""Noticing that a file was saved, also by editors that write a new file and put it in place of the old one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

WAIT_SECONDS = 0.3
MOST = 2 << 20
"""Bytes that are read; a larger file is no submission."""
DEBOUNCE_MS, STEP_MS = 120, 20


def saves(file: Path, stop: threading.Event) -> Iterator[bytes | None]:
    """The file's bytes now, if it is there, and again after each save that changed them, until `stop` is set.

    None comes once when the file is missing or has gone. A half-written file gives nothing until it is whole again.
    """
    from watchfiles import Change, watch

    def ours(_change: Change, path: str) -> bool:
        return Path(path).name == file.name

    known: bytes | None = b"\0"  # no Python file: the first look always tells
    while not stop.is_set():
        if (now := _content(file)) != known:
            known = now
            yield now
        if not file.parent.is_dir():
            stop.wait(WAIT_SECONDS)
            continue
        for _changes in watch(
            file.parent,
            watch_filter=ours,
            stop_event=stop,
            debounce=DEBOUNCE_MS,
            step=STEP_MS,
            recursive=False,
            raise_interrupt=True,
            yield_on_timeout=True,
            rust_timeout=1000,
        ):
            if (now := _content(file)) != known:
                known = now
                yield now
            if not file.parent.is_dir():
                break


def _content(file: Path) -> bytes | None:
    try:
        if not file.is_file():
            return None
        with file.open("rb") as opened:
            return opened.read(MOST)
    except OSError:
        return None
