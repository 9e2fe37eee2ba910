"""A list of rows with a cursor, for everything that is picked, ticked or moved."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Self

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from quizprep.tui.prose import Flow
from quizprep.tui.widgets.said import Said

PAGE = 10


class Row(Said):
    """One row."""

    ALLOW_SELECT = False

    def __init__(self, rows: Rows, place: int) -> None:
        self.rows, self.place = rows, place
        super().__init__(partial(rows.say_row, place), flow=False, classes="row")


class Rows(Vertical, can_focus=True):
    """Rows with a cursor; what a row says and which marks it has is asked of the subclass."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "up", "Up", show=False, id="rows.up", tooltip="The row above"),
        Binding("down,j", "down", "Down", show=False, id="rows.down", tooltip="The row below"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="rows.page-up", tooltip="Ten rows up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="rows.page-down", tooltip="Ten rows down"),
        Binding("home", "first", "First", show=False, id="rows.first", tooltip="The first row"),
        Binding("end", "last", "Last", show=False, id="rows.last", tooltip="The last row"),
    ]

    cursor: reactive[int] = reactive(0, init=False)

    class Pressed(Message):
        """A row was clicked."""

        def __init__(self, rows: Rows, place: int) -> None:
            super().__init__()
            self.rows, self.place = rows, place

        @property
        def control(self) -> Rows:
            """The rows, for `@on` with a selector."""
            return self.rows

    def __init__(self, count: int, *, name: str | None = None, classes: str = "") -> None:
        super().__init__(id=name, classes=f"rows {classes}")
        self.count = count
        self.frozen = False

    def compose(self) -> ComposeResult:
        """A `Row` for each."""
        for place in range(self.count):
            yield Row(self, place)

    def on_mount(self) -> None:
        """First marks."""
        self.repaint()

    def focus(self, scroll_visible: bool = True, from_app_focus: bool = False) -> Self:
        """At once: Textual's own waits, and rows that are gone by then take every key with them."""
        self.screen.set_focus(self, scroll_visible, from_app_focus)
        return self

    def say_row(self, place: int) -> Content | Flow:
        """What the row says."""
        raise NotImplementedError

    def marks(self, place: int) -> dict[str, bool]:
        """Classes of the row."""
        return {}

    def repaint(self) -> None:
        """Say all rows again and set their marks."""
        for row in self.query(Row):
            row.retext()
            row.set_class(row.place == self.cursor and not self.frozen, "-cursor")
            for name, on in self.marks(row.place).items():
                row.set_class(on, name)

    def watch_cursor(self) -> None:
        """Follow the cursor."""
        self.repaint()
        for row in self.query(Row):
            if row.place == self.cursor:
                row.scroll_visible(animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where there are no more rows than a page of them, the page keys are left to what scrolls."""
        return action != "page" or self.count > PAGE

    def freeze(self) -> None:
        """No cursor and no keys any more."""
        self.frozen = True
        self.can_focus = False
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor and presses."""
        if isinstance(event.widget, Row) and not self.frozen:
            self.cursor = event.widget.place
            self.post_message(self.Pressed(self, event.widget.place))

    def action_up(self) -> None:
        """Cursor up."""
        self.cursor = max(0, self.cursor - 1)

    def action_down(self) -> None:
        """Cursor down."""
        self.cursor = min(self.count - 1, self.cursor + 1)

    def action_page(self, way: int) -> None:
        """Cursor ten rows up or down."""
        self.cursor = min(max(0, self.cursor + PAGE * way), self.count - 1)

    def action_first(self) -> None:
        """Cursor to the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """Cursor to the last row."""
        self.cursor = self.count - 1
