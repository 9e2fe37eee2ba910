"""What is typed in the built-in editor and not saved: kept beside the file, so that neither a crash nor a power cut loses it.

With every key it is written, which outlives the program; about once a second a second copy is written through to the disk, which outlives
the machine. Of the two the newer one is read; after a power cut it may be empty or hold zeros, and then the other one is.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from quizprep import practice


class Found(NamedTuple):
    """What was typed and never saved: the program ended before."""

    text: str
    overtaken: bool
    """The file was written after it."""


class Draft:
    """The draft of one file.

    Args:
        file: where the saved text lies.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.places = (file.with_name(f".{file.name}.draft"), file.with_name(f".{file.name}.draft~"))
        """The newest text, and the one that is surely on the disk."""
        self._lock = threading.Lock()
        self._text: str | None = None
        self._sure: str | None = None
        self._failed = False

    def find(self) -> Found | None:
        """What is there; None where nothing is."""
        for place in self.places:
            with suppress(OSError, UnicodeDecodeError):
                text = place.read_text("utf-8")
                if text and "\0" not in text:
                    return Found(text, self.file.exists() and self.file.stat().st_mtime_ns > place.stat().st_mtime_ns)
        return None

    def keep(self, text: str) -> None:
        """Keep it against the end of the program.

        Raises:
            QuizprepError: it can't be written.
        """
        self._text = text
        practice.save(self.places[0], text, sure=False)

    def make_sure(self) -> None:
        """In a thread, since it takes as long as several keys: keep the newest text against a power cut. It fails once at most.

        Raises:
            QuizprepError: it can't be written.
        """
        with self._lock:
            if self._text is None or self._text == self._sure or self._failed:
                return
            self._sure, self._failed = self._text, True
            practice.save(self.places[1], self._sure)
            self._failed = False

    def drop(self) -> None:
        """What was typed is saved, or given up."""
        with self._lock:
            self._text = self._sure = None
            for place in self.places:
                with suppress(OSError):
                    place.unlink(missing_ok=True)
