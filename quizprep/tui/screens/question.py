"""One question after the other, each judged and saved at once; what was wrong comes again before the end."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

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
from quizprep.quiz.schedule import again_soon
from quizprep.quiz.sitting import Answered, Sitting
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import bar, lines
from quizprep.tui.widgets.answers import answer_box
from quizprep.tui.widgets.answers.base import AnswerBox
from quizprep.tui.widgets.asked import Asked, Verdict, remarks
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.ratings import ratings
from quizprep.tui.widgets.said import Said

if TYPE_CHECKING:
    from quizprep.progress.cards import Cards
    from quizprep.quiz.schedule import Card


PICKED = {"choice", "choices", "order", "match"}
"""Types that are answered without seeing what is typed: they may begin below the window."""


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
        Binding("u", "undo(True)", "Undo", id="quiz.undo", key_display="u",
                tooltip="Take the last answer back, and the one before, as often as you like"),
        Binding("ctrl+z", "undo(False)", "Undo", id="quiz.undo-before", key_display="^z",
                tooltip="The same before an answer is given, where letters are typed"),
        Binding("1", "rate(1)", "Again", id="quiz.again", show=False,
                tooltip="Again: I did not know it. It comes again in this session"),
        Binding("2", "rate(2)", "Hard", id="quiz.hard", show=False,
                tooltip="Hard: I knew it, but with trouble or by luck"),
        Binding("3", "rate(3)", "Good", id="quiz.good", show=False, tooltip="Good: I knew it"),
        Binding("4", "rate(4)", "Easy", id="quiz.easy", show=False,
                tooltip="Easy: I knew it at once; it may stay away for long"),
        Binding("n", "note", "Note", id="quiz.note", tooltip="Your own note on this question"),
        Binding("f", "flag", "Flag", id="quiz.flag", tooltip="Flag this question with a comment, or take the flag off"),
        Binding("x", "suspend", "Never again", id="quiz.suspend",
                tooltip="Never ask this question again, or ask it again after all"),
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
        self.rendered: Rendered = sitting.questions[0]
        """The question that is open."""
        self.again = False
        """Whether it comes again after an earlier answer in this sitting."""
        self._since = 0.0
        self._warning = ""
        self._choices: dict[int, Card] = {}
        self._rating = 0
        self._flagged: set[str] = set()
        self._comments: dict[str, str] = {}
        """Why questions are flagged."""
        self._suspended: set[str] = set()

    def compose(self) -> ComposeResult:
        """Head line, page, hint, keys."""
        yield Said(self._head, id="head", flow=False)
        yield Page(id="page")
        yield Said(self._hint, id="hint")
        yield KeyBar()

    async def on_mount(self) -> None:
        """The first question."""
        with self.gym.guarded():
            if (store := self.desk.store) is not None:
                self._comments, self._suspended = store.cards.flags(), store.cards.suspended()
                self._flagged = set(self._comments)
        self.watch(self.query_one(Page), "scroll_y", self._changed, init=False)
        await self._put()

    async def _put(self) -> None:
        page = self.query_one(Page)
        page.can_focus = False
        await page.remove_children()
        self._warning, self._choices, self._rating = "", {}, 0
        self.box = answer_box(self.rendered)
        await page.mount(Asked(self.rendered), self.box)
        page.scroll_home(animate=False)
        self._since = time.monotonic()
        self.retext()
        self.box.begin()
        self.call_after_refresh(self._laid_out)

    def _laid_out(self) -> None:
        """Reading begins with the question; the focus may have scrolled to the options."""
        if self.rendered.question.kind in PICKED:
            self.query_one(Page).scroll_home(animate=False)
        self._changed()

    # ------------------------------------------------------------------ words

    def _head(self) -> Content:
        total = self.sitting.total
        question = self.rendered.question
        topic = self.desk.title(self.rendered.topic).get(i18n.language())
        dots = "●" * question.difficulty + "○" * (3 - question.difficulty)
        left = Content.assemble((topic, "bold $primary"), ("   " + dots, "$accent"), ("   " + self._why(), "$quiet"))
        done = len(self.sitting.answered)
        place = done if self.box is not None and self.box.result is not None else done + 1
        right = Content.assemble((f"{place}/{total}  ", "bold"), bar(done / total))
        room = (self.size.width or 80) - 3 - right.cell_length
        left = left.truncate(room, ellipsis=True)
        return left + Content(" " * (room + 1 - left.cell_length)) + right

    def _why(self) -> str:
        """Why this question is asked, and the marks it has."""
        from quizprep.quiz.words import why_words

        parts = []
        if self.rendered.id in self._flagged:
            parts.append("⚑ " + _("flagged"))
        if self.rendered.id in self._suspended:
            parts.append("⊘ " + _("never again"))
        if self.again:
            parts.append(_("once more"))
        elif self.rendered.id in self.sitting.whys:
            parts.append(why_words(*self.sitting.whys[self.rendered.id], self.desk.library))
        return ", ".join(parts)

    def _hint(self) -> Content:
        if self._warning:
            return Content.styled("! " + self._warning, "bold $warning")
        if self.box is None:
            return Content("")
        if self.box.result is not None:
            after = Content.styled(self._after(), "$quiet")
            return lines(ratings(self._choices, self._rating), after) if self._choices else after
        page = self.query_one(Page)
        more = "  " + _("PgDn: more below") if page.max_scroll_y > page.scroll_y else ""
        return Content.styled(self.box.hint() + more, "$quiet")

    def _after(self) -> str:
        from quizprep.quiz.words import rating_meaning

        then = _("Press enter for the next question.")
        if self.sitting.done:
            then = _("That was the last one. Press enter for the summary.")
        elif self._rating and again_soon(self._choices[self._rating]):
            then = _("It comes again in this session.")
        return rating_meaning(self._rating, then) if self._rating else then

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
        given = self._record(answer, result)
        self.sitting.answered.append(given)
        self.box.freeze(result)
        page = self.query_one(Page)
        verdict = Verdict(self.rendered, result, given.saved)
        await page.mount(verdict)
        await page.mount(Said(self._remarks, classes="note"))
        self._show_remarks()
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

    def _record(self, answer: object, result: answers.Result) -> Answered:
        """Saved before it is shown as saved, its review with it."""
        given = Answered(self.rendered, answer, result, False, again=self.again)
        store = self.desk.store
        if store is None:
            return given
        seconds = time.monotonic() - self._since
        try:
            number = store.record_answer(
                self.rendered, answer, result, seconds=seconds, session=self.sitting.id, mode=self.sitting.mode
            )
        except ProgressError as e:
            self.gym.show_problem(str(e))
            return given
        given = replace(given, saved=True, number=number)
        with self.gym.guarded():
            if (review := store.cards.review(number)) is not None:
                self._choices, self._rating = store.cards.choices(review), review.rating
                return replace(given, card=review.after)
        return given

    def _remarks(self) -> Content:
        """The user's own words on the question."""
        comment = self._comments.get(self.rendered.id, "") if self.rendered.id in self._flagged else ""
        return remarks(self._note(), comment)

    def _show_remarks(self) -> None:
        for widget in self.query(".note").results(Said):
            widget.retext()
            widget.display = bool(self._remarks())

    def _note(self) -> str:
        with self.gym.guarded():
            if (store := self.desk.store) is not None:
                return store.cards.note(self.rendered.id)
        return ""

    # ------------------------------------------------------------------ actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The next question and the marks come after the answer; undo where there is something to take back."""
        answered = self.box is not None and self.box.result is not None
        if action == "undo":
            return bool(self.sitting.answered) and parameters == (answered,)
        if action == "rate":
            return answered and bool(self._choices)
        if action in ("note", "flag", "suspend"):
            return answered and self.desk.store is not None
        return answered or action != "next"

    async def action_next(self) -> None:
        """The next question, or the summary."""
        store = self.desk.store
        upcoming = self.sitting.upcoming(store.cards.now if store is not None else 0)
        if upcoming is None:
            from quizprep.tui.screens.summary import Summary

            self.app.switch_screen(Summary(self.sitting))
            return
        rendered, self.again = upcoming
        if self.again:
            with self.gym.guarded():
                rendered = self.desk.render(rendered.id, random.randrange(2**31))
        self.rendered = rendered
        await self._put()

    async def action_undo(self, after: bool = False) -> None:
        """Take the last answer back and put its question again."""
        if not self.sitting.answered:
            return
        last = self.sitting.answered[-1]
        if last.saved:
            store = self.desk.store
            with self.gym.guarded():
                if store is None or store.cards.undo(self.sitting.id) is None:
                    return
                self.sitting.answered.pop()
        else:
            self.sitting.answered.pop()
        if last not in self.sitting.answered:
            self.rendered, self.again = last.rendered, last.again
            await self._put()
            self.app.notify(_("Taken back: it counts in no statistics, and the question stands as it stood before."), markup=False)

    def action_rate(self, rating: int) -> None:
        """Rate the answer otherwise than was proposed."""
        store, last = self.desk.store, self.sitting.answered[-1]
        if store is None or not last.number:
            return
        with self.gym.guarded():
            review = store.cards.rate(last.number, rating)
            self._rating = review.rating
            self.sitting.answered[-1] = replace(last, card=review.after)
        self.query_one("#hint", Said).retext()
        self.query_one("#head", Said).retext()

    def action_note(self) -> None:
        """One's own note on the question."""
        from quizprep.tui.screens.remark import Remark

        remark = Remark(lambda: _("Your note"), lambda: _("It is shown with this question after every answer."), self._note())

        def keep(yes: bool | None) -> None:
            if yes and (store := self.desk.store) is not None:
                with self.gym.guarded():
                    store.cards.write_note(self.rendered.id, remark.text)
                    self.app.notify(_("Note saved.") if remark.text.strip() else _("Note taken off."), markup=False)
                self._show_remarks()

        self.app.push_screen(remark, keep)

    def action_flag(self) -> None:
        """Flag the question with a comment, or take the flag off."""
        from quizprep.tui.screens.remark import Remark

        question = self.rendered.id
        if question in self._flagged:
            self._mark(lambda cards: cards.flag(question, None), self._flagged, question, on=False)
            return
        remark = Remark(lambda: _("Flag this question"), lambda: _("What about it? An empty comment will do."))

        def keep(yes: bool | None) -> None:
            if yes:
                self._comments[question] = remark.text.strip()
                self._mark(lambda cards: cards.flag(question, remark.text.strip()), self._flagged, question, on=True)

        self.app.push_screen(remark, keep)

    def action_suspend(self) -> None:
        """Never ask the question again, or after all."""
        question = self.rendered.id
        on = question not in self._suspended
        self._mark(lambda cards: cards.suspend(question, on), self._suspended, question, on=on)

    def _mark(self, change: Callable[[Cards], None], marks: set[str], question: str, *, on: bool) -> None:
        """Keep a mark in the database, then on the screen."""
        with self.gym.guarded():
            if (store := self.desk.store) is not None:
                change(store.cards)
                (marks.add if on else marks.discard)(question)
        self.query_one("#head", Said).retext()
        self._show_remarks()

    def action_leave(self) -> None:
        """Ask, then leave."""
        from quizprep.tui.screens.dialogs import Confirm

        if self.sitting.done:
            self.dismiss(None)
            return
        answered, total = len(self.sitting.answered), self.sitting.total
        self.app.push_screen(
            Confirm(
                lambda: _("Leave this quiz? Answered and recorded: {n} of {total}.", n=answered, total=total),
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
