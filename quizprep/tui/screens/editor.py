"""The built-in editor, for those who have set none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import TextArea

from quizprep import practice
from quizprep.errors import QuizprepError
from quizprep.i18n import _
from quizprep.tui.base import QuizScreen
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.said import Said


class Editor(QuizScreen[bool]):
    """Edits one Python file. Its result says whether the file is to be checked now.

    Args:
        file: where it lies.
        source: what it holds.
        clock: makes the time that is shown at the right, where one is running.
    """

    CSS_PATH = "editor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="editor.save", priority=True, tooltip="Save the file"),
        Binding("f5", "check", "Save and check", id="editor.check", priority=True,
                tooltip="Save the file and have it judged"),
        Binding("escape", "leave", "Back", id="editor.leave", priority=True,
                tooltip="Back; asks where something is not saved"),
    ]  # fmt: skip

    def __init__(self, file: Path, source: str, clock: Callable[[], Content] | None = None) -> None:
        super().__init__()
        self._clock = clock
        self.file, self.saved = file, source
        self._told = ""

    def compose(self) -> ComposeResult:
        """Head, text, keys."""
        with Horizontal(id="top"):
            yield Said(self._head, id="head", flow=False)
            if self._clock is not None:
                yield Said(self._clock, id="clock", flow=False)
        area = TextArea.code_editor(self.saved, language="python", id="code", tab_behavior="indent")
        area.theme = "css"
        yield area
        yield KeyBar()

    def on_mount(self) -> None:
        """The text is there to be typed in."""
        self.query_one(TextArea).focus()
        if self._clock is not None:
            self.set_interval(0.5, self.query_one("#clock", Said).retext)

    def _head(self) -> Content:
        area = self.query(TextArea)
        dirty = bool(area) and area.first().text != self.saved
        mark = (
            Content.styled("  ● " + _("not saved"), "$accent")
            if dirty
            else Content.styled(f"  {self._told}", "$success")
        )
        return Content.styled(str(self.file), "bold $primary") + mark

    def on_text_area_changed(self) -> None:
        """Say whether it is saved."""
        self._told = ""
        self.query_one("#head", Said).retext()

    def _save(self) -> bool:
        text = self.query_one(TextArea).text
        try:
            practice.save(self.file, text)
        except QuizprepError as e:
            self.gym.show_problem(str(e))
            return False
        self.saved, self._told = text, "✓ " + _("saved")
        self.query_one("#head", Said).retext()
        return True

    def action_save(self) -> None:
        """Save."""
        self._save()

    def action_check(self) -> None:
        """Save, then have it judged."""
        if self._save():
            self.dismiss(True)

    def action_leave(self) -> None:
        """Back; asks where something is not saved."""
        if self.query_one(TextArea).text == self.saved:
            self.dismiss(False)
            return
        from quizprep.tui.screens.dialogs import Confirm

        self.app.push_screen(
            Confirm(lambda: _("Leave without saving?"), lambda: _("Leave"), lambda: _("Go on")),
            self._leave,
        )

    def _leave(self, leave: bool | None) -> None:
        if leave:
            self.dismiss(False)
