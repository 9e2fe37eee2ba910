"""Looking at questions with their answers, without being asked. Nothing is recorded."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from quizprep import i18n
from quizprep.content.model import Choice, Choices, Open
from quizprep.errors import QuizprepError
from quizprep.i18n import _
from quizprep.quiz import answers
from quizprep.quiz.judge import answer_text
from quizprep.quiz.right import answer_value
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import lines, said
from quizprep.tui.screens.question import Page
from quizprep.tui.widgets.answers import answer_box
from quizprep.tui.widgets.asked import Asked, remarks
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.said import Panel, Said

if TYPE_CHECKING:
    from quizprep.content.library import Drill
    from quizprep.content.model import Text
    from quizprep.content.render import Rendered
    from quizprep.tui.app import QuizprepApp


TYPED = ("number", "shape", "text", "open")
"""Types whose answer box would show nothing that isn't told below."""


def practise(gym: QuizprepApp, questions: list[str]) -> None:
    """Put these questions, each in a fresh variant."""
    from quizprep.quiz.sitting import Sitting
    from quizprep.tui.screens.question import QuestionScreen

    with gym.guarded():
        rendered = [gym.desk.render(name, random.randrange(2**31)) for name in questions]
        if rendered:
            gym.push_screen(QuestionScreen(Sitting(rendered)))


class Told(Vertical):
    """The right answer, why the others are wrong, the explanation, the sources, one's own words on it."""

    def __init__(self, rendered: Rendered, note: str, comment: str) -> None:
        super().__init__(classes="verdict")
        self.rendered, self.note, self.comment = rendered, note, comment

    def compose(self) -> ComposeResult:
        """One panel."""
        question = self.rendered.question
        with Panel(title=lambda: _("Answer (only looked at: nothing is recorded)")):
            yield Said(self._answer, classes="right-answer")
            if isinstance(question, Choice | Choices):
                yield Said(self._whys, classes="why")
            if isinstance(question, Open):
                yield Said(lambda: self._points(_("It has these points"), question.rubric), classes="why")
                if question.followups:
                    yield Said(lambda: self._points(_("What they ask next"), question.followups), classes="why")
            yield Said(lambda: said(question.explanation), classes="explanation")
            if self.note or self.comment:
                yield Said(lambda: remarks(self.note, self.comment), classes="explanation")
            yield Said(lambda: Content.styled(_("Source") + "  " + "; ".join(question.sources), "$quiet"), classes="sources")

    @staticmethod
    def _points(head: str, texts: list[Text]) -> Content:
        return lines(Content.styled(head, "bold"), *[Content.styled("· ", "$primary") + said(text) for text in texts])

    def _answer(self) -> Content:
        body = said(answer_text(self.rendered))
        head = Content.styled(_("Right answer") + "  ", "bold $success")
        return lines(head, body) if "\n" in body.plain else head + body

    def _whys(self) -> Content:
        question = self.rendered.question
        assert isinstance(question, Choice | Choices)
        wrong = [(place, o.why) for place, o in enumerate(question.options) if o.why is not None and not o.correct]
        return lines(*[Content.styled(f"{chr(ord('a') + place)}  ", "bold $error") + said(why) for place, why in wrong])


class KeptBack(Panel):
    """In the place of a faulty line: the whole program is the solution of a drill that is still to be passed.

    Args:
        drill: that drill.
    """

    def __init__(self, drill: Drill) -> None:
        self.drill = drill
        super().__init__(title=lambda: _("Kept back"), classes="verdict")

    def compose(self) -> ComposeResult:
        """Why, and what to do."""
        yield Said(self._words, classes="explanation")

    def _words(self) -> Content:
        title = self.drill.info.title.get(i18n.language())
        words = _("But for one line this program is a solution of a drill that you have not passed yet: {title}.", title=title)
        key = cast("QuizprepApp", self.app).key_of("browse.practise")
        return lines(words, _("Pass it first, or press {key} to be asked for the faulty line now.", key=key))


class Browse(QuizScreen[None]):
    """One question after the other, answers shown.

    Args:
        questions: ids, in the order in which they are stepped through.
        place: the one to begin with.
    """

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n", "step(1)", "Next", id="browse.next", key_display="→", tooltip="The next question that was found"),
        Binding("left,b", "step(-1)", "Previous", id="browse.previous", key_display="←",
                tooltip="The question found before this one"),
        Binding("v", "variant", "Variant", id="browse.variant", tooltip="The same question with other numbers"),
        Binding("p", "practise", "Practise", id="browse.practise", tooltip="Be asked this question; that is recorded"),
        Binding("escape,q", "back", "Back", id="browse.back", tooltip="Back to what was found"),
    ]  # fmt: skip

    def __init__(self, questions: list[str], place: int = 0) -> None:
        super().__init__()
        self.questions, self.place, self.seed = questions, place, 0
        self.rendered: Rendered | None = None

    def compose(self) -> ComposeResult:
        """Head line, page, keys."""
        yield Said(self._head, id="head", flow=False)
        yield Page(id="page")
        yield KeyBar()

    async def on_mount(self) -> None:
        """The question that was opened."""
        await self._put()

    async def _put(self) -> None:
        page = self.query_one(Page)
        name = self.questions[self.place]
        try:
            rendered = self.desk.render(name, self.seed)
            cards = self.desk.store.cards if self.desk.store is not None else None
            note, comment = (cards.note(name), cards.flags().get(name, "")) if cards is not None else ("", "")
        except QuizprepError as e:
            self.gym.show_problem(str(e))
            return
        except Exception as e:  # a generator of the bank may raise anything
            self.gym.show_problem(self.gym.note_crash(e))
            return
        self.rendered = rendered
        async with self.batch():
            await page.remove_children()
            await page.mount(Asked(rendered))
            if (drill := self._still_to_pass(name)) is not None:
                await page.mount(KeptBack(drill))
            else:
                await self._tell(page, rendered, note, comment)
        page.scroll_home(animate=False)
        page.focus()
        self.retext()

    async def _tell(self, page: Page, rendered: Rendered, note: str, comment: str) -> None:
        """The answer and all that is said of it."""
        if rendered.question.kind not in TYPED:
            box = answer_box(rendered)
            value = answer_value(rendered)
            if not isinstance(rendered.question, Choice | Choices):  # there the key alone marks what is right
                box.restore(value)
            await page.mount(box)
            box.freeze(answers.grade(rendered, value))
        await page.mount(Told(rendered, note, comment))

    def _still_to_pass(self, name: str) -> Drill | None:
        """The drill of whose mistake this question is made, where the user has not passed it."""
        drill = self.desk.drill_of(name)
        if drill is None:
            return None
        with self.gym.guarded():
            states = self.desk.store.drill_states() if self.desk.store is not None else {}
            return None if states.get(drill.slug) == "passed" else drill
        return drill

    def _head(self) -> Content:
        if self.rendered is None:
            return Content("")
        question = self.rendered.question
        topic = self.desk.title(self.rendered.topic).get(i18n.language())
        dots = "●" * question.difficulty + "○" * (3 - question.difficulty)
        left = Content.assemble((topic, "bold $primary"), ("   " + dots, "$accent"), (f"   {self.rendered.id}", "$quiet"))
        right = Content.styled(f"{self.place + 1}/{len(self.questions)}", "bold")
        room = (self.size.width or 80) - 2 - right.cell_length - 1
        left = left.truncate(room, ellipsis=True) if left.cell_length > room else left
        return left + Content(" " * (room + 1 - left.cell_length)) + right

    def on_resize(self) -> None:
        """Fit the head line."""
        self.query_one("#head", Said).retext()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Variants where the question is generated; a next one where there is one."""
        if action == "variant":
            return self.rendered is not None and self.rendered.generated
        if action == "step" and parameters:
            by = parameters[0]
            return isinstance(by, int) and 0 <= self.place + by < len(self.questions)
        return True

    async def action_step(self, by: int) -> None:
        """Another one of those found."""
        self.place, self.seed = self.place + by, 0
        await self._put()

    async def action_variant(self) -> None:
        """Other numbers."""
        self.seed += 1
        await self._put()

    def action_practise(self) -> None:
        """Be asked."""
        practise(self.gym, [self.questions[self.place]])

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
