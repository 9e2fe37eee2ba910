"""The mock interview: one thing after the other, the clock running, no word on right or wrong."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import TextArea

from quizprep import i18n, paths, practice
from quizprep.content.model import Open
from quizprep.errors import ProgressError, QuizprepError, UnreadableAnswer
from quizprep.i18n import _
from quizprep.quiz import answers
from quizprep.quiz.interview import DRILL, OPEN, QUESTION
from quizprep.quiz.interview_sitting import Interview
from quizprep.tui.base import QuizScreen
from quizprep.tui.editing import run_editor
from quizprep.tui.moments import timed
from quizprep.tui.prose import bar
from quizprep.tui.screens.question import Page
from quizprep.tui.widgets.answers import answer_box
from quizprep.tui.widgets.answers.base import AnswerBox
from quizprep.tui.widgets.asked import Asked
from quizprep.tui.widgets.clock import keep_beating
from quizprep.tui.widgets.interview import HandIn, Spoken
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.said import Said

if TYPE_CHECKING:
    from quizprep.progress.interviews import ItemRow

SETTLE_SECONDS = 0.5
"""An answer sooner than this after a question came up was meant for the one before."""
DRAFT_TICKS = 4
"""What is written is kept at every fourth tick of half a second."""


class InterviewScreen(QuizScreen[None]):
    """Puts what was planned, in its order.

    Args:
        number: the interview's id.
    """

    CSS_PATH: ClassVar[list[str]] = ["question.tcss", "interview.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "hand_in", "Done", id="interview.done", priority=True, key_display="^n",
                tooltip="Done with this answer, or hand in the drill; there is no way back"),
        Binding("e", "edit", "Editor", id="interview.edit", tooltip="Your file in your own editor (VISUAL, EDITOR)"),
        Binding("i", "builtin", "Edit", id="interview.builtin", tooltip="Your file in the built-in editor"),
        Binding("ctrl+g", "skip", "Pass", id="interview.skip", priority=True, key_display="^g",
                tooltip="Pass on this one (asks first); it counts as wrong"),
        Binding("escape", "leave", "Leave", id="interview.leave",
                tooltip="Leave; the clock stops and the interview waits for you"),
        Binding("f9", "end", "End", id="interview.end", priority=True, tooltip="End the interview now (asks first)"),
        Binding("pagedown,ctrl+down", "scroll(1)", "Scroll", id="interview.down", show=False, tooltip="Scroll down"),
        Binding("pageup,ctrl+up", "scroll(-1)", "Scroll", id="interview.up", show=False, tooltip="Scroll up"),
    ]  # fmt: skip

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.interview: Interview | None = None
        self.item: ItemRow | None = None
        self._left = threading.Event()
        self._since, self._ticks = 0.0, 0
        self._warning = ""
        self._draft: list[str] = []
        self._at_the_end: bytes | None = None
        self._over = False

    def compose(self) -> ComposeResult:
        """Head line, clock, page, hint, keys."""
        with Horizontal(id="top"):
            yield Said(self._head, id="head", flow=False)
            yield Said(self._clock, id="clock", flow=False)
        yield Page(id="page")
        yield Said(self._hint, id="hint")
        yield KeyBar()

    async def on_mount(self) -> None:
        """Start, or go on where it was left."""
        self.query_one(Page).can_focus = False
        try:
            store = self.desk.store
            if store is None:
                raise self.desk.trouble or ProgressError(_("there is no progress database."))
            with self.desk.lock:
                self.interview = Interview(store, self.desk.library, self.number)
                if self.interview.asking and not self.interview.go():
                    raise ProgressError(_("this interview runs in another window."))
        except QuizprepError as e:
            self._over = True
            self.dismiss(None)
            self.gym.show_problem(str(e))
            return
        if not self.interview.asking:
            self._to_the_end()
            return
        keep_beating(self.gym, self.interview.clock, self._left, self._watch_the_time)
        self.set_interval(0.5, self._tick)
        await self._put()

    def on_unmount(self) -> None:
        """The clock runs only while this is open."""
        self._left.set()
        if self.interview is not None and self.interview.asking:
            with suppress(ProgressError):
                self._keep_draft()
                self.interview.clock.pause()

    # ------------------------------------------------------------------ the clock

    def _watch_the_time(self) -> None:
        """In the thread of the heartbeat: what the file holds when the time is up is what is handed in."""
        interview, item = self.interview, self.item
        if interview is None or item is None or item.kind != DRILL or interview.left > 0:
            return
        if self._at_the_end is None:
            self._at_the_end = self._source(item)

    async def _tick(self) -> None:
        """Say the time; keep what is written; end when it is up."""
        if self.interview is None or self._over:
            return
        self.query_one("#clock", Said).retext()
        self._ticks += 1
        with self.gym.guarded():
            if self._ticks % DRAFT_TICKS == 0:
                self._keep_draft()
            if self.interview.left <= 0:
                self._take_from_editor()
                self._keep_draft()
                if self.interview.time_up(self._handed()):
                    self.app.notify(_("The time is up."), markup=False)
                    self._to_the_end()

    def _take_from_editor(self) -> None:
        """The built-in editor may be open: what is in it counts."""
        from quizprep.tui.screens.editor import Editor

        while self.app.screen is not self and self in self.app.screen_stack:
            if isinstance(self.app.screen, Editor):
                self.app.screen.action_save()
                self._at_the_end = None  # taken from the file, which lacked what was in the editor
            self.app.pop_screen()

    @on(TextArea.Changed)
    def _written(self) -> None:
        """Remembered here, since the widgets are gone when the screen is left."""
        if spoken := self.query(Spoken):
            self._draft = spoken.first().written

    def _keep_draft(self) -> None:
        if self.interview is not None and self._draft:
            self.interview.write(self._draft)

    # ------------------------------------------------------------------ words

    def _head(self) -> Content:
        item = self.item
        if self.interview is None or item is None:
            return Content("")
        total = len(self.interview.items)
        topic = self.desk.title(item.topic).get(i18n.language())
        return Content.assemble(
            (f"{item.place + 1}/{total}  ", "bold"), bar(item.place / total), "  ", (topic, "bold $primary"),
            ("   " + _("par {time}", time=timed(item.par)), "$quiet"),
        )  # fmt: skip

    def _clock(self) -> Content:
        if self.interview is None:
            return Content("")
        left = self.interview.left
        return Content.styled(timed(left + 0.999), "$quiet" if left > 120 else "$warning")

    def _hint(self) -> Content:
        if self._warning:
            return Content.styled("! " + self._warning, "bold $warning")
        box = self.query(AnswerBox)
        if box:
            return Content.styled(box.first().hint(), "$quiet")
        if self.query(Spoken):
            words = _("Write what you would say, or say it aloud; ctrl+n goes on.")
        else:
            words = _("Edit your file (e or i); ctrl+n hands it in.")
        return Content.styled(words, "$quiet")

    # ------------------------------------------------------------------ one thing after the other

    async def _put(self) -> None:
        """The item that is asked now, or the end."""
        assert self.interview is not None
        page = self.query_one(Page)
        await page.remove_children()
        self._warning, self._at_the_end, self._draft = "", None, []
        self.item = self.interview.now
        if self.item is None:
            self._to_the_end()
            return
        await self._mount(self.item, page)
        page.scroll_home(animate=False)
        self._since = time.monotonic()
        self.retext()

    async def _mount(self, item: ItemRow, page: Page) -> None:
        assert self.interview is not None
        page.can_focus = item.kind == DRILL
        if item.kind == DRILL:
            drill = self.interview.drill(item)
            file = self._file(item)
            with self.gym.guarded():
                practice.write_starter(drill, file)
            await page.mount(HandIn(drill, file))
            page.focus()
            return
        rendered = self.interview.rendered(item)
        if item.kind == OPEN and isinstance(rendered.question, Open):
            spoken = Spoken(rendered.question, item.said)
            await page.mount(Asked(rendered), spoken)
            spoken.begin()
            return
        box = answer_box(rendered)
        await page.mount(Asked(rendered), box)
        box.begin()

    def _to_the_end(self) -> None:
        """Judging, marking, the report."""
        from quizprep.tui.screens.interview_end import InterviewEnd

        if not self._over:
            self._over = True
            self._left.set()
            self.app.switch_screen(InterviewEnd(self.number))

    # ------------------------------------------------------------------ answers

    @on(AnswerBox.Changed)
    def _changed(self) -> None:
        self.query_one("#hint", Said).retext()

    @on(AnswerBox.Submitted)
    async def _answered(self, event: AnswerBox.Submitted) -> None:
        event.stop()
        interview, item = self.interview, self.item
        if interview is None or item is None or item.kind != QUESTION or interview.now != item:
            return
        if time.monotonic() - self._since < SETTLE_SECONDS:
            return
        try:
            answer = answers.read(interview.rendered(item), event.raw)
        except UnreadableAnswer as e:
            self._warning = str(e)
            self.query_one("#hint", Said).retext()
            return
        with self.gym.guarded():
            interview.answer(answer)
            await self._put()

    async def action_hand_in(self) -> None:
        """Done with the open answer or the drill."""
        if self.interview is None or self.item is None:
            return
        if self.item.kind == DRILL:
            from quizprep.tui.screens.dialogs import Confirm

            self.app.push_screen(
                Confirm(lambda: _("Hand in this file? It is judged at the end, and can't be changed any more."),
                        lambda: _("Hand in"), lambda: _("Go on")),
                self._hand_in,
            )  # fmt: skip
            return
        with self.gym.guarded():
            self._keep_draft()
            more = await self.query_one(Spoken).next()
            self._written()
            self._keep_draft()
            if not more:
                self.interview.done()
                await self._put()

    async def _hand_in(self, yes: bool | None) -> None:
        if yes and self.interview is not None and not self._over:
            with self.gym.guarded():
                self.interview.done(self._handed())
                await self._put()

    def action_skip(self) -> None:
        """Ask, then pass on this one."""
        from quizprep.tui.screens.dialogs import Confirm

        self.app.push_screen(
            Confirm(lambda: _("Pass on this one? It counts as wrong, and there is no way back."),
                    lambda: _("Pass"), lambda: _("Go on")),
            self._skip,
        )  # fmt: skip

    async def _skip(self, yes: bool | None) -> None:
        if yes and self.interview is not None and not self._over:
            with self.gym.guarded():
                self._keep_draft()
                self.interview.skip()
                await self._put()

    # ------------------------------------------------------------------ the drill's file

    def _file(self, item: ItemRow) -> Path:
        """A file of its own, so that it begins with the starter."""
        return paths.practice_dir() / f"interview-{self.number}" / f"{item.name}.py"

    def _source(self, item: ItemRow) -> bytes | None:
        try:
            return self._file(item).read_bytes()
        except OSError:
            return None

    def _handed(self) -> bytes | None:
        """The file of the drill that is open: as it was when the time was up, else as it is."""
        if self.item is None or self.item.kind != DRILL:
            return None
        return self._at_the_end if self._at_the_end is not None else self._source(self.item)

    def action_edit(self) -> None:
        """The user's own editor."""
        if self.item is None:
            return
        with self.gym.guarded():
            command = practice.editor_command()
            if not command:
                self.action_builtin()
                return
            trouble = run_editor(self.app, [*command, str(self._file(self.item))], self.gym.key_of("interview.builtin"))
            if trouble:
                raise QuizprepError(trouble)

    def action_builtin(self) -> None:
        """The built-in editor."""
        from quizprep.tui.screens.editor import Editor

        if self.item is not None:
            with self.gym.guarded():
                file = self._file(self.item)
                self.app.push_screen(Editor(file, practice.read(file), self._clock))

    # ------------------------------------------------------------------ leaving

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Editing is for drills; a short question is done with its answer."""
        kind = self.item.kind if self.item is not None else ""
        if action in ("edit", "builtin"):
            return kind == DRILL
        return action != "hand_in" or kind in (DRILL, OPEN)

    def action_leave(self) -> None:
        """Ask, then leave."""
        from quizprep.tui.screens.dialogs import Confirm

        self.app.push_screen(
            Confirm(lambda: _("Leave? The clock stops, and you can go on later; the break is recorded."),
                    lambda: _("Leave"), lambda: _("Go on")),
            self._go_away,
        )  # fmt: skip

    def _go_away(self, yes: bool | None) -> None:
        if yes and not self._over:
            self.dismiss(None)

    def action_end(self) -> None:
        """Ask, then end it early."""
        from quizprep.tui.screens.dialogs import Confirm

        self.app.push_screen(
            Confirm(lambda: _("End the interview now? What is open is taken as it stands."),
                    lambda: _("End it"), lambda: _("Go on")),
            self._end,
        )  # fmt: skip

    def _end(self, yes: bool | None) -> None:
        if yes and self.interview is not None and not self._over:
            with self.gym.guarded():
                self._keep_draft()
                self.interview.end(self._handed())
                self._to_the_end()

    def action_scroll(self, by: int) -> None:
        """Scroll the page."""
        page = self.query_one(Page)
        page.scroll_relative(y=by * max(1, page.size.height - 2), animate=False)
