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
from quizprep.tui.prose import end_of
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.said import Said


class Editor(QuizScreen[bool]):
    """Edits one Python file. Its result says whether the file is to be checked now.

    What is typed and not saved is kept beside the file with every key, and stands there again when the program had ended before.

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
        self._kept = True

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
        area = self.query_one(TextArea)
        area.focus()
        draft = practice.draft(self.file)
        if draft is not None and draft != self.saved:
            area.replace(draft, (0, 0), area.document.end)
            area.move_cursor((0, 0))
            self.app.notify(
                _("Here is again what you had typed and not saved. {key} brings back what the file holds.", key="ctrl+z"),
                markup=False,
            )
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
        room = self.query_one("#head").size.width if self.is_mounted else 0
        return Content.styled(end_of(str(self.file), room - mark.cell_length), "bold $primary") + mark

    def on_resize(self) -> None:
        """Fit the head line."""
        self.call_after_refresh(self.query_one("#head", Said).retext)

    def on_text_area_changed(self) -> None:
        """Keep it, and say whether it is saved."""
        self._told = ""
        self._keep()
        self.query_one("#head", Said).retext()

    def _keep(self) -> None:
        """What is typed survives the program; that it could not be kept is told once."""
        text = self.query_one(TextArea).text
        try:
            if text == self.saved:
                practice.drop_draft(self.file)
            else:
                practice.keep_draft(self.file, text)
            self._kept = True
        except QuizprepError as e:
            if self._kept:
                self._kept = False
                self.gym.show_problem(str(e))

    def _save(self) -> bool:
        text = self.query_one(TextArea).text
        try:
            practice.save(self.file, text)
        except QuizprepError as e:
            self.gym.show_problem(str(e))
            return False
        practice.drop_draft(self.file)
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
            practice.drop_draft(self.file)
            self.dismiss(False)
