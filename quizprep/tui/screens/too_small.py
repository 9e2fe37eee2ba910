"""Covers the app while the terminal is too small."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.content import Content

from quizprep.i18n import _
from quizprep.tui.base import QuizScreen
from quizprep.tui.widgets.said import Said


class TooSmall(QuizScreen[None]):
    """Says which size is needed; goes away when the terminal has it."""

    DEFAULT_CSS = "TooSmall { align: center middle; } TooSmall Said { width: 100%; text-align: center; }"
    BINDINGS = []  # noqa: RUF012 - no keys here

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self.wanted = (width, height)

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Said(self._say, flow=False)

    def _say(self) -> Content:
        width, height = self.wanted
        size: Any = self.app.size
        return Content(
            _(
                "The terminal is too small: {w}×{h}. Please enlarge it to {width}×{height} or more.",
                w=size.width, h=size.height, width=width, height=height,
            )
        )  # fmt: skip

    def on_resize(self) -> None:
        """Say the size again."""
        self.retext()

    def on_screen_resume(self) -> None:
        """Go at once where the terminal grew while something lay above this."""
        size, (width, height) = self.app.size, self.wanted
        if size.width >= width and size.height >= height:
            self.dismiss(None)
