"""After the asking: drills are judged behind, open answers are marked by oneself, then the report is made and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from quizprep.errors import ProgressError, UnreadableAnswer
from quizprep.i18n import _
from quizprep.progress import interviews
from quizprep.quiz import answers
from quizprep.quiz.interview_sitting import Interview
from quizprep.tui.base import QuizScreen
from quizprep.tui.judging import Graded, Judging, Stopped
from quizprep.tui.prose import lines
from quizprep.tui.screens.question import Page
from quizprep.tui.widgets.answers.base import AnswerBox
from quizprep.tui.widgets.answers.open import OpenBox
from quizprep.tui.widgets.asked import Asked
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.said import Panel, Said

if TYPE_CHECKING:
    from quizprep.content.library import Drill
    from quizprep.progress.interviews import ItemRow


class InterviewEnd(QuizScreen[None]):
    """Marks what can only be marked by oneself.

    Args:
        number: the interview's id.
    """

    CSS_PATH: ClassVar[list[str]] = ["question.tcss", "interview.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Later", id="interview-end.leave",
                tooltip="Leave; what is not marked yet can be marked later"),
        Binding("pagedown,ctrl+down", "scroll(1)", "Scroll", id="interview-end.down", show=False,
                tooltip="Scroll down"),
        Binding("pageup,ctrl+up", "scroll(-1)", "Scroll", id="interview-end.up", show=False, tooltip="Scroll up"),
    ]  # fmt: skip

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.interview: Interview | None = None
        self.item: ItemRow | None = None
        self._queue: list[tuple[ItemRow, Drill]] = []
        self._judging: Judging | None = None
        self._begun = False

    def compose(self) -> ComposeResult:
        """Head, page, hint, keys."""
        yield Said(self._head, id="head", flow=False)
        yield Page(id="page")
        yield Said(self._hint, id="hint")
        yield KeyBar()

    async def on_mount(self) -> None:
        """Judge behind, mark in front."""
        with self.gym.guarded():
            store = self.desk.store
            if store is None:
                raise self.desk.trouble or ProgressError(_("there is no progress database."))
            with self.desk.lock:
                self.interview = Interview(store, self.desk.library, self.number)
                self._queue = self.interview.to_judge()
            self._judge()
            self._begun = True
            await self._put()

    async def on_screen_resume(self) -> None:
        """Go on where a dialog was in front."""
        if self._begun:
            await self._finish()

    # ------------------------------------------------------------------ drills

    def _judge(self) -> None:
        """The next drill, in a thread."""
        self._judging = None
        if self._queue:
            item, drill = self._queue[0]
            self._judging = Judging(self, drill, item.source or b"", self.desk)
            self.gym.background(self._judging.work, name="check", group="check")

    @on(Graded)
    async def _graded(self, event: Graded) -> None:
        if event.judging is not self._judging or self.interview is None:
            return
        item, drill = self._queue.pop(0)
        with self.gym.guarded():
            self.interview.judged(item, drill, event.report)
        self._judge()
        await self._finish()

    @on(Stopped)
    async def _stopped(self, event: Stopped) -> None:
        """It could not be judged (the app says why): the report says so."""
        if event.judging is self._judging and self._queue:
            self._queue.pop(0)
            self._judge()
            await self._finish()

    def on_unmount(self) -> None:
        """What is being judged will be judged when this is opened again."""
        if self._judging is not None:
            self._judging.cancel()

    # ------------------------------------------------------------------ open answers

    async def _put(self) -> None:
        """The next open answer, or the report."""
        assert self.interview is not None
        waiting = self.interview.to_mark()
        self.item = waiting[0] if waiting else None
        page = self.query_one(Page)
        page.can_focus = False
        await page.remove_children()
        if self.item is not None:
            item = self.item
            rendered = self.interview.rendered(item)
            box = OpenBox(rendered)
            written = Panel(Said(lambda: self._written(item)), title=lambda: _("What you wrote"))
            await page.mount(Asked(rendered), written, box)
            box.action_reveal()
            self.call_after_refresh(page.scroll_home, animate=False)
        self.retext()
        await self._finish()

    def _written(self, item: ItemRow) -> Content:
        told = [Content("· " * bool(place) + text) for place, text in enumerate(item.said) if text.strip()]
        return lines(*told) if told else Content.styled(_("Nothing; think of what you said."), "$quiet")

    @on(AnswerBox.Submitted)
    async def _marked(self, event: AnswerBox.Submitted) -> None:
        event.stop()
        if self.interview is None or self.item is None:
            return
        try:
            points = answers.read(self.interview.rendered(self.item), event.raw)
        except UnreadableAnswer:  # no point is an answer too
            points = []
        with self.gym.guarded():
            self.interview.mark(self.item, points)
            await self._put()

    async def _finish(self) -> None:
        """Make the report as soon as all is judged and marked."""
        self.query_one("#hint", Said).retext()
        if self.interview is None or self.item is not None or self._judging is not None:
            return
        if self.app.screen is not self:  # a dialog says why a drill could not be judged; the report comes after it
            return
        from quizprep.quiz.interview_report import as_kept, make
        from quizprep.tui.screens.interview_report import ReportScreen

        with self.gym.guarded():
            with self.desk.lock:
                report = make(self.interview)
            interviews.finish(self.interview.store, self.number, as_kept(report))
            self.app.switch_screen(ReportScreen(interviews.interview(self.interview.store, self.number)))

    # ------------------------------------------------------------------ words

    def _head(self) -> Content:
        n = len(self.interview.to_mark()) if self.interview is not None else 0
        told = "   " + (_("1 open answer to mark") if n == 1 else _("{n} open answers to mark", n=n)) if n else ""
        return Content.assemble((_("The interview is over"), "bold $primary"), (told, "$quiet"))

    def _hint(self) -> Content:
        if self.item is not None:
            return Content.styled(_("Tick the points you had with space, then confirm with enter."), "$quiet")
        return Content.styled(_("Your drill is being judged…"), "$quiet")

    # ------------------------------------------------------------------ actions

    def action_leave(self) -> None:
        """Later."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scroll the page."""
        page = self.query_one(Page)
        page.scroll_relative(y=by * max(1, page.size.height - 2), animate=False)
