"""The built-in editor, for those who have set none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import TextArea

from quizprep import practice
from quizprep.drafts import Draft, Found
from quizprep.errors import QuizprepError
from quizprep.i18n import _
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import end_of
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.said import Said

SURE_SECONDS = 1.0
"""So soon after a key what is typed is written through to the disk."""
TOLD_SECONDS = 15.0
"""So long it is told that there are two versions."""


class Editor(QuizScreen[bool]):
    """Edits one Python file. Its result says whether the file is to be checked now.

    What is typed and not saved is kept beside the file with every key, and stands there again when the program had ended before. Where the
    file was changed meanwhile, by whatever program, neither of the two versions is lost: one is opened or saved, the other one put aside.

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
        self._draft = Draft(file)
        self._just_saved = False
        self._kept = True
        self._to_be_sure: Timer | None = None

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
        draft = self._draft.find()
        if draft is not None and draft.text != self.saved:
            self._open_draft(area, draft)
        elif draft is not None:
            self._draft.drop()
        if self._clock is not None:
            self.set_interval(0.5, self.query_one("#clock", Said).retext)

    def _open_draft(self, area: TextArea, draft: Found) -> None:
        """The newer of the two is shown, the other one an undo away."""
        kept = None
        if draft.overtaken:
            with self.gym.guarded():
                kept = practice.put_aside(self.file, draft.text.encode())
        if kept is not None:
            area.load_text(draft.text)
            area.replace(self.saved, (0, 0), area.document.end)
            told = _(
                "{file} was changed after you had typed here, so this is the file. What you had typed lies in {kept}; {key} brings it here.",
                file=self.file.name, kept=kept.name, key="ctrl+z",
            )  # fmt: skip
        else:
            area.replace(draft.text, (0, 0), area.document.end)
            told = _("Here is again what you had typed and not saved. {key} brings back what the file holds.", key="ctrl+z")
        area.move_cursor((0, 0))
        self.app.notify(told, markup=False, timeout=TOLD_SECONDS)

    def _head(self) -> Content:
        area = self.query(TextArea)
        dirty = bool(area) and area.first().text != self.saved
        mark = (
            Content.styled("  ● " + _("not saved"), "$accent")
            if dirty
            else Content.styled("  ✓ " + _("saved") if self._just_saved else "", "$success")
        )
        room = self.query_one("#head").size.width if self.is_mounted else 0
        return Content.styled(end_of(str(self.file), room - mark.cell_length), "bold $primary") + mark

    def on_resize(self) -> None:
        """Fit the head line."""
        self.call_after_refresh(self.query_one("#head", Said).retext)

    def on_text_area_changed(self) -> None:
        """Keep it, and say whether it is saved."""
        self._just_saved = False
        self._keep()
        self.query_one("#head", Said).retext()

    def _keep(self) -> None:
        """What is typed survives the program; that it could not be kept is told once."""
        text = self.query_one(TextArea).text
        try:
            if text == self.saved:
                self._draft.drop()
            else:
                self._draft.keep(text)
                if self._to_be_sure is None:
                    self._to_be_sure = self.set_timer(SURE_SECONDS, self._make_sure)
            self._kept = True
        except QuizprepError as e:
            if self._kept:
                self._kept = False
                self.gym.show_problem(str(e))

    def _make_sure(self) -> None:
        self._to_be_sure = None
        self.gym.background(self._draft.make_sure, name="draft", group="draft")

    def _save(self) -> bool:
        text = self.query_one(TextArea).text
        try:
            kept = self._others(text)
            practice.save(self.file, text)
        except QuizprepError as e:
            self.gym.show_problem(str(e))
            return False
        if kept is not None:
            told = _("{file} had been changed by another program. Now it holds what is here; what it held lies in {kept}.",
                     file=self.file.name, kept=kept.name)  # fmt: skip
            self.app.notify(told, markup=False, timeout=TOLD_SECONDS)
        self._draft.drop()
        self.saved, self._just_saved = text, True
        self.query_one("#head", Said).retext()
        return True

    def _others(self, text: str) -> Path | None:
        """Put aside what somebody else wrote into the file since it was opened; returns where, or None."""
        if not self.file.exists():
            return None
        try:
            if practice.read(self.file) in (self.saved, text):
                return None
        except QuizprepError:
            pass  # it is no text any more
        try:
            return practice.put_aside(self.file, self.file.read_bytes())
        except OSError as e:
            raise QuizprepError(_("{path} can't be read ({why}).", path=self.file, why=e.strerror)) from None

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
            self._draft.drop()
            self.dismiss(False)
