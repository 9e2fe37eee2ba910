"""A question as it is put (prompt, code, figure) and what is said after the answer."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from quizprep import i18n
from quizprep.content.model import Line, Open
from quizprep.content.render import Rendered
from quizprep.i18n import _
from quizprep.quiz.answers import Result
from quizprep.tui.prose import CodeFlow, code, lines, plain, said
from quizprep.tui.widgets.said import Panel, Said


class Asked(Vertical):
    """Prompt, code and figure of a question."""

    def __init__(self, rendered: Rendered) -> None:
        super().__init__(classes="asked")
        self.rendered = rendered

    def compose(self) -> ComposeResult:
        """The prompt, then code and figure where there are some."""
        question = self.rendered.question
        yield Said(lambda: said(question.prompt), classes="prompt")
        if question.code and not isinstance(question, Line):
            with Horizontal(classes="code-box wrapped"):
                yield Said(lambda: CodeFlow(code(question.code)))
        figure = question.figure
        if figure is not None:
            with Horizontal(classes="code-box figure"):
                yield Said(lambda: Content(figure.get(i18n.language()).strip("\n")), flow=False)


def remarks(note: str, comment: str) -> Content:
    """The user's own words on a question: a note, and why it is flagged."""
    parts = [(_("Your note"), note), ("⚑ " + _("flagged"), comment)]
    return lines(*[Content.styled(head + "  ", "bold $accent") + plain(text) for head, text in parts if text])


class Verdict(Vertical):
    """Right or wrong, why, the right answer, the worked explanation, the sources."""

    def __init__(self, rendered: Rendered, result: Result, saved: bool) -> None:
        super().__init__(classes="verdict")
        self.rendered, self.result, self.saved = rendered, result, saved
        self.add_class("-good" if result.correct else "-bad")

    def compose(self) -> ComposeResult:
        """One panel."""
        with Panel(title=self._title):
            yield Said(self._why, classes="why")
            if not isinstance(self.rendered.question, Open):
                yield Said(self._answer, classes="right-answer")
            yield Said(lambda: said(self.rendered.question.explanation), classes="explanation")
            yield Said(self._sources, classes="sources")

    def _title(self) -> str:
        if self.result.correct:
            return "✓ " + _("Right")
        if self.result.score > 0:
            return "✗ " + _("Not quite: right to {share} %", share=round(100 * self.result.score))
        return "✗ " + _("Wrong")

    def _why(self) -> Content:
        told = [said(text) for text in self.result.feedback]
        if not self.saved:
            told.append(Content.styled("! " + _("This answer could not be saved."), "bold $warning"))
        return lines(*told)

    def _answer(self) -> Content:
        head = Content.styled(_("Right answer") + "  ", "bold $success")
        if isinstance(self.rendered.question, Line) and self.rendered.question.fixed:
            return lines(head, Content(self.result.answer.get(i18n.language())))
        body = said(self.result.answer)
        return lines(head, body) if "\n" in body.plain else head + body

    def _sources(self) -> Content:
        sources = "; ".join(self.rendered.question.sources)
        return Content.styled(_("Source") + "  " + sources, "$quiet")

    def on_mount(self) -> None:
        """Leave no gap where nothing is to be said."""
        why = self.query_one(".why", Said)
        why.display = bool(self.result.feedback) or not self.saved
