"""Rows of one line each, drawn by a single widget: one for each row costs more than all they say."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from quizprep.tui.prose import Flow
from quizprep.tui.widgets.rows import Rows


class Lines(Rows):
    """Rows with a cursor, each of which is one line; what doesn't fit is cut off."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--cursor", "lines--hover"}
    ALLOW_SELECT = False

    pointed: reactive[int | None] = reactive(None, init=False)
    """The row under the mouse."""

    def compose(self) -> ComposeResult:
        """No widgets."""
        return iter(())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each row."""
        return self.count

    def render_line(self, y: int) -> Strip:
        """The row in its place."""
        if y >= self.count:
            return Strip.blank(self.size.width, self.rich_style)
        names = ["lines--cursor"] if y == self.cursor and not self.frozen else ["lines--hover"] if y == self.pointed else []
        said = self.say_row(y)
        visual = said.content if isinstance(said, Flow) else said
        return Visual.to_strips(self, visual, self.size.width, 1, self._style(names), pad=True)[0]

    def _style(self, names: list[str]) -> Style:
        """With what marks the cursor where there is no colour; Textual's own leaves reversing out."""
        style = self.get_visual_style(*names)
        return style + Style(reverse=self.get_component_styles(names[0]).text_style.reverse) if names else style

    def repaint(self) -> None:
        """Say all rows again."""
        self.refresh()

    def watch_cursor(self) -> None:
        """Follow the cursor."""
        self.refresh()
        if self.is_mounted and isinstance(self.parent, Widget):
            row = Region(0, self.cursor, self.size.width, 1).translate(self.virtual_region.offset)
            self.parent.scroll_to_region(row, animate=False)

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor and presses."""
        if event.y < self.count and not self.frozen:
            self.cursor = event.y
            self.post_message(self.Pressed(self, event.y))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The mouse is over a row."""
        self.pointed = event.y

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self.pointed = None
