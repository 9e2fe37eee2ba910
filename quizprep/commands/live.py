"""One line on a terminal that tells how far a training run is: bar, numbers, time left."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING

from quizprep.grading import words
from quizprep.grading.curve import Curves
from quizprep.grading.report import Printed, Progress
from quizprep.i18n import _
from quizprep.text import width

if TYPE_CHECKING:
    from typing import TextIO

    from quizprep.grading.curve import Curve

BAR, SECONDS_BETWEEN = 20, 0.1
_CLEAR = "\r\x1b[K"


class Live:
    """Shows news as they come where `stream` is a terminal, and keeps the curves in any case."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.curves = Curves()
        self.shows = self.stream.isatty()
        self._last = 0.0

    def hear(self, news: Progress | Printed) -> None:
        """One entry of the log is kept and shown; what the submission prints is shown with the report."""
        if isinstance(news, Printed):
            return
        self.curves.add(news)
        now = time.monotonic()
        curve = self.curves.latest
        if self.shows and curve is not None and (now - self._last >= SECONDS_BETWEEN or curve.share == 1.0):
            self._last = now
            self._put(_CLEAR + line(curve, shutil.get_terminal_size().columns - 1))

    def clear(self) -> None:
        """Take the line away."""
        if self.shows and self._last:
            self._put(_CLEAR)

    def _put(self, text: str) -> None:
        coding = self.stream.encoding or "ascii"
        self.stream.write(text.encode(coding, "replace").decode(coding))
        self.stream.flush()


def line(curve: Curve, columns: int) -> str:
    """The line, at most `columns` cells wide: what doesn't fit is left out from the end."""
    share, left = curve.share, curve.seconds_left()
    parts = []
    if share is not None:
        full = round(share * BAR)
        parts.append("█" * full + "░" * (BAR - full) + f" {share:4.0%}")
    parts += [words.steps(curve)] if columns >= 60 or share is None else []
    parts += words.numbers(curve).split("   ")
    if left is not None:
        parts.insert(2, _("{time} left", time=words.duration(left)))
    shown = ""
    for part in filter(None, parts):
        longer = f"{shown}   {part}" if shown else part
        if width(longer) > columns:
            break
        shown = longer
    return shown
