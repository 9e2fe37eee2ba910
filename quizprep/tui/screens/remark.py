"""A small dialog for a few words of the user's own: a note on a question, a comment on a flag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, TextArea

from quizprep.i18n import _
from quizprep.tui.screens.dialogs import Confirm, Dialog, SaidButton
from quizprep.tui.widgets.said import Panel, Said


class Remark(Dialog):
    """Asks for a text; true when it is to be kept, and then `text` is what was written.

    Args:
        title: makes the title.
        hint: makes the line under it.
        text: what stands there now.
    """

    CSS_PATH: ClassVar[Any] = ["dialogs.tcss", "remark.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="remark.save", priority=True, tooltip="Keep the text"),
        Binding("escape", "leave", "Back", id="remark.back", tooltip="Leave the text as it was; asks where it is another now"),
    ]

    def __init__(self, title: Callable[[], str], hint: Callable[[], str], text: str = "") -> None:
        super().__init__()
        self._heading, self._hint, self.text = title, hint, text

    def compose(self) -> ComposeResult:
        """The text, ready to be written."""
        with Panel(title=self._heading, classes="dialog"):
            yield Said(lambda: Content.styled(self._hint(), "$quiet"))
            yield TextArea(self.text, id="text", soft_wrap=True, tab_behavior="focus")
            with Horizontal(classes="buttons"):
                yield SaidButton(lambda: _("Back") + " (esc)", id="back")
                yield SaidButton(lambda: _("Save") + " (^s)", id="save", variant="primary")

    def on_mount(self) -> None:
        """Write at the end."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Keep it."""
        self.text = self.query_one(TextArea).text
        self.dismiss(True)

    @on(Button.Pressed, "#back")
    def action_leave(self) -> None:
        """Leave it as it was, if that is meant."""
        if self.query_one(TextArea).text == self.text:
            self.dismiss(False)
            return

        def leave(yes: bool | None) -> None:
            if yes:
                self.dismiss(False)

        self.app.push_screen(Confirm(lambda: _("Leave without saving?"), lambda: _("Leave"), lambda: _("Go on")), leave)
