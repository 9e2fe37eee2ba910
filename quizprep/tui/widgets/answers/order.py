"""Order: lines that are moved."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from quizprep.content.render import Rendered
from quizprep.i18n import _
from quizprep.tui.prose import Flow
from quizprep.tui.widgets.answers.base import AnswerBox, words
from quizprep.tui.widgets.rows import Row, Rows


class OrderRows(Rows):
    """The lines in the order the user has given them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+up,K", "carry(-1)", "Move up", id="order.up", key_display="⇧↑",
                tooltip="Move this line up (also K)"),
        Binding("shift+down,J", "carry(1)", "Move down", id="order.down", key_display="⇧↓",
                tooltip="Move this line down (also J)"),
        Binding("enter", "give", "Answer", id="answer.give", tooltip="Give this answer"),
    ]  # fmt: skip

    def __init__(self, box: OrderBox) -> None:
        self.box = box
        self.places = list(range(len(box.rendered.shown)))
        self._dragging = False
        super().__init__(len(self.places))

    def say_row(self, place: int) -> Content | Flow:
        """Number and line."""
        right = self.places[place] == self.box.rendered.key[place]
        sign = ("✓" if right else "✗") if self.frozen else "⠿"
        colour = ("bold $success" if right else "bold $error") if self.frozen else "$quiet"
        head = Content.assemble((f" {sign} ", colour), (f"{place + 1}  ", "bold $primary"))
        return Flow(head + words(self.box.rendered.shown[self.places[place]]), hang=6)

    def marks(self, place: int) -> dict[str, bool]:
        """Right and wrong, after the answer."""
        right = self.places[place] == self.box.rendered.key[place]
        return {"-right": self.frozen and right, "-wrong": self.frozen and not right}

    def carry(self, to: int) -> None:
        """Move the line under the cursor to the place `to`."""
        if 0 <= to < self.count and not self.frozen:
            self.places.insert(to, self.places.pop(self.cursor))
            self.cursor = to
            self.repaint()

    def action_carry(self, by: int) -> None:
        """Move the line under the cursor."""
        self.carry(self.cursor + by)

    def action_give(self) -> None:
        """Answer."""
        self.box.submit()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take a line."""
        if isinstance(event.widget, Row) and not self.frozen:
            self.cursor = event.widget.place
            self._dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Carry it."""
        if self._dragging:
            for row in self.query(Row):
                if row.region.contains(row.region.x, event.screen_y) and row.place != self.cursor:
                    self.carry(row.place)
                    break

    def on_mouse_up(self) -> None:
        """Let it go."""
        self._dragging = False
        self.release_mouse()


class OrderBox(AnswerBox):
    """Takes an order."""

    def __init__(self, rendered: Rendered) -> None:
        super().__init__(rendered)
        self.rows = OrderRows(self)

    def compose(self) -> ComposeResult:
        """The rows."""
        yield self.rows

    @property
    def raw(self) -> Any:
        """The shown places in the user's order."""
        return list(self.rows.places)

    def restore(self, answer: Any) -> None:
        """The order again."""
        self.rows.places = list(answer)

    def settle(self) -> None:
        """Marks on the rows."""
        self.rows.freeze()

    def begin(self) -> None:
        """Focus the rows."""
        self.rows.focus()

    def hint(self) -> str:
        """How to answer."""
        return _("Move lines with shift+↑↓ (or J K, or the mouse), then enter.")
