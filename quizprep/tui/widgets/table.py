"""Rows made of columns, for history, drills and attempts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.content import Content

from quizprep.tui.prose import Flow
from quizprep.tui.widgets.rows import Rows

T = TypeVar("T")


class ListRows(Rows, Generic[T]):
    """A list of things, each said in one line; enter or a click opens one.

    Args:
        things: what is listed.
        say: makes the line for a thing and the cells there are.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "Open", id="list.open", tooltip="Open this one"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.pagedown", tooltip="A page down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.pageup", tooltip="A page up"),
    ]

    def __init__(self, things: Sequence[T], say: Callable[[T, int], Content], *, name: str) -> None:
        self.things, self._line = things, say
        super().__init__(len(things), name=name, classes="list")

    def say_row(self, place: int) -> Content | Flow:
        """The line."""
        return self._line(self.things[place], self.size.width or 74)

    def on_resize(self) -> None:
        """Fit the lines."""
        self.repaint()

    def action_open(self) -> None:
        """Open the thing under the cursor."""
        if self.count:
            self.post_message(self.Pressed(self, self.cursor))

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self.cursor = max(0, min(self.count - 1, self.cursor + 12 * by))
