"""Widgets whose words can be said again in the other language, in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quizprep.tui.prose import Flow

Say = Callable[[], Content | Flow]


class Said(Static):
    """A text that is made by a function, so that it can be made again.

    Args:
        say: makes the text in the language in use.
        flow: wrap it with our line breaks (not for code and figures).
    """

    def __init__(self, say: Say, *, flow: bool = True, **kwargs: Any) -> None:
        self._say, self._flow = say, flow
        super().__init__(self._visual(), markup=False, **kwargs)

    def _visual(self) -> Content | Flow:
        made = self._say()
        return Flow(made) if self._flow and isinstance(made, Content) else made

    def retext(self) -> None:
        """Say it again."""
        self.update(self._visual())


class Panel(Vertical):
    """A rounded box with a title that can be said again."""

    def __init__(self, *children: Any, title: Callable[[], str] | None = None, **kwargs: Any) -> None:
        super().__init__(*children, **kwargs)
        self.add_class("panel")
        self._title = title
        self.retext()

    def retext(self) -> None:
        """Say the title again."""
        if self._title is not None:
            self.border_title = Content(self._title())
