"""One question after the other, each judged at once."""

from __future__ import annotations

import time
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from quizprep import i18n
from quizprep.content.render import Rendered
from quizprep.errors import ProgressError, UnreadableAnswer
from quizprep.i18n import _
from quizprep.quiz import answers
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import bar
from quizprep.tui.sitting import Answered, Sitting
from quizprep.tui.widgets.answers import answer_box
from quizprep.tui.widgets.answers.base import AnswerBox
from quizprep.tui.widgets.asked import Asked, Verdict
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.said import Said


class Page(VerticalScroll, can_focus=True):
    """What scrolls: question, answer, verdict."""


class QuestionScreen(QuizScreen[None]):
    """Puts the questions of a sitting.

    Args:
        sitting: the questions, and the answers as they come.
    """

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next", id="quiz.next", tooltip="The next question"),
        Binding("escape", "leave", "Leave", id="quiz.leave",
                tooltip="Leave the quiz; answers given stay recorded"),
        Binding("pagedown,ctrl+down", "scroll(1)", "Scroll", id="quiz.down", show=False,
                tooltip="Scroll down"),
        Binding("pageup,ctrl+up", "scroll(-1)", "Scroll", id="quiz.up", show=False, tooltip="Scroll up"),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.box: AnswerBox | None = None
        self._since = 0.0
        self._warning = ""

    @property
    def rendered(self) -> Rendered:
        """The question that is open."""
        return self.sitting.questions[self._place]

    _place = 0

    def compose(self) -> ComposeResult:
        """Head line, page, hint, keys."""
        yield Said(self._head, id="head", flow=False)
        yield Page(id="page")
        yield Said(self._hint, id="hint")
        yield KeyBar()

    async def on_mount(self) -> None:
        """The first question."""
        await self._put()

    async def _put(self) -> None:
        page = self.query_one(Page)
        page.can_focus = False
        await page.remove_children()
        self._warning = ""
        self.box = answer_box(self.rendered)
        await page.mount(Asked(self.rendered), self.box)
        page.scroll_home(animate=False)
        self._since = time.monotonic()
        self.retext()
        self.box.begin()

    # ------------------------------------------------------------------ words

    def _head(self) -> Content:
        total = len(self.sitting.questions)
        question = self.rendered.question
        topic = self.desk.title(self.rendered.topic).get(i18n.language())
        dots = "●" * question.difficulty + "○" * (3 - question.difficulty)
        left = Content.assemble((topic, "bold $primary"), ("   " + dots, "$accent"))
        done = len(self.sitting.answered)
        right = Content.assemble((f"{self._place + 1}/{total}  ", "bold"), bar(done / total))
        room = max(1, (self.size.width or 80) - 2 - left.cell_length - right.cell_length)
        return left + Content(" " * room) + right

    def _hint(self) -> Content:
        if self._warning:
            return Content.styled("! " + self._warning, "bold $warning")
        if self.box is None:
            return Content("")
        if self.box.result is not None:
            return Content.styled(self._after(), "$quiet")
        return Content.styled(self.box.hint(), "$quiet")

    def _after(self) -> str:
        if self.sitting.done:
            return _("That was the last one. Press enter for the summary.")
        return _("Press enter for the next question; scroll with ↑↓.")

    def on_resize(self) -> None:
        """Fit the head line."""
        self.query_one("#head", Said).retext()

    # ------------------------------------------------------------------ answering

    @on(AnswerBox.Changed)
    def _changed(self) -> None:
        self.query_one("#hint", Said).retext()

    @on(AnswerBox.Submitted)
    async def _answered(self, event: AnswerBox.Submitted) -> None:
        event.stop()
        if self.box is None or self.box.result is not None:
            return
        try:
            answer = answers.read(self.rendered, event.raw)
        except UnreadableAnswer as e:
            self._warning = str(e)
            self.query_one("#hint", Said).retext()
            return
        self._warning = ""
        result = answers.grade(self.rendered, answer)
        saved = self._record(answer, result)
        self.sitting.answered.append(Answered(self.rendered, answer, result, saved))
        self.box.freeze(result)
        page = self.query_one(Page)
        verdict = Verdict(self.rendered, result, saved)
        await page.mount(verdict)
        page.can_focus = True
        page.focus(scroll_visible=False)
        self.retext()
        self.call_after_refresh(self._show_verdict, verdict)

    def _show_verdict(self, verdict: Verdict) -> None:
        """Scroll so that the verdict is seen whole, or from its top where it is longer than the page."""
        page = self.query_one(Page)
        if verdict.size.height >= page.size.height:
            page.scroll_to_widget(verdict, top=True, animate=False)
        else:
            page.scroll_end(animate=False)

    def _record(self, answer: object, result: answers.Result) -> bool:
        store = self.desk.store
        if store is None:
            return False
        try:
            store.record_answer(
                self.rendered, answer, result, seconds=time.monotonic() - self._since, session=self.sitting.id
            )
        except ProgressError as e:
            self.gym.show_problem(str(e))
            return False
        return True

    # ------------------------------------------------------------------ actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The next question comes after the answer."""
        return not (action == "next" and (self.box is None or self.box.result is None))

    async def action_next(self) -> None:
        """The next question, or the summary."""
        if self.sitting.done:
            from quizprep.tui.screens.summary import Summary

            self.app.switch_screen(Summary(self.sitting))
        else:
            self._place += 1
            await self._put()

    def action_leave(self) -> None:
        """Ask, then leave."""
        from quizprep.tui.screens.dialogs import Confirm

        if self.sitting.done:
            self.dismiss(None)
            return
        answered, total = len(self.sitting.answered), len(self.sitting.questions)
        self.app.push_screen(
            Confirm(
                lambda: _("Leave this quiz? {n} of {total} are answered and stay recorded.", n=answered, total=total),
                lambda: _("Leave"),
                lambda: _("Go on"),
            ),
            self._leave,
        )

    def _leave(self, leave: bool | None) -> None:
        if leave:
            self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scroll the page."""
        page = self.query_one(Page)
        page.scroll_relative(y=by * max(1, page.size.height - 2), animate=False)
