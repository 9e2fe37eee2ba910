"""The terminal around the app: its title, and an orderly end when it is closed or the process is told to stop.

Textual puts the terminal back when the app is left by a key; a signal would end the process before it can.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from quizprep.errors import UsageError
from quizprep.i18n import _

if TYPE_CHECKING:
    from quizprep.tui.app import QuizprepApp

PATIENCE = 4.0
"""Seconds that an orderly end may take before the process ends all the same."""
NO_TITLE = ("", "dumb", "linux")
"""Terminals (TERM) without a title."""


def needed() -> None:
    """Insist on a terminal.

    Raises:
        UsageError: input or output is a file or a pipe.
    """
    if not (sys.__stdin__ and sys.__stdin__.isatty() and sys.__stderr__ and sys.__stderr__.isatty()):
        raise UsageError(_("the app needs a terminal for its input and output; for scripts see: quizprep --help"))


@contextmanager
def titled(title: str) -> Iterator[None]:
    """The terminal is called `title` inside; after that it has the title it had (XTWINOPS 22 and 23)."""
    if os.environ.get("TERM", "") in NO_TITLE:
        yield
        return
    _write(f"\x1b[22;2t\x1b]2;{title}\x07")
    try:
        yield
    finally:
        _write("\x1b[23;2t")


def _write(codes: str) -> None:
    with suppress(OSError, ValueError, AttributeError):
        sys.__stderr__.write(codes)  # type: ignore[union-attr]  # Textual draws on stderr
        sys.__stderr__.flush()  # type: ignore[union-attr]


def end_on_signals(app: QuizprepApp) -> None:
    """Leave `app` in order on SIGTERM and SIGHUP; the exit code is 128 and the signal's number.

    While the user's editor has the terminal, SIGTERM waits for it.
    """
    loop = asyncio.get_running_loop()

    def told(number: int, frame: object) -> None:
        code = 128 + number
        if _gone():
            _to_nowhere()
            _end_soon(code)  # not asking the loop: it may be waiting for a terminal that never answers
        loop.call_soon_threadsafe(leave, code)

    def leave(code: int) -> None:
        _end_soon(code)
        app.exit(return_code=code)

    for name in ("SIGTERM", "SIGHUP"):
        if (number := getattr(signal, name, None)) is not None:
            signal.signal(number, told)


def _gone() -> bool:
    """Whether there is no terminal any more."""
    try:
        import termios

        termios.tcgetattr(2)
    except (ImportError, OSError, termios.error):
        return True
    return False


def _to_nowhere() -> None:
    """Input and output without the terminal that is gone, so that nothing waits for it."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)


def _end_soon(code: int) -> None:
    """End after `PATIENCE`, whatever hangs; all that was shown as saved is in the database."""
    timer = threading.Timer(PATIENCE, os._exit, (code,))
    timer.daemon = True
    timer.start()
