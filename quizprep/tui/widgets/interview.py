"""What takes the place of the answer in an interview: written answers with follow-ups, and a drill to hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Markdown, TextArea

from quizprep import i18n
from quizprep.content.model import Open
from quizprep.i18n import _
from quizprep.quiz.interview import FOLLOW_UPS
from quizprep.tui.prose import lines, said
from quizprep.tui.widgets.said import Said

if TYPE_CHECKING:
    from pathlib import Path

    from quizprep.content.library import Drill


class Spoken(Vertical):
    """An open question's answer, then its follow-ups, one after the other.

    Args:
        question: the question; it is put above.
        written: what was written before a crash.
    """

    def __init__(self, question: Open, written: list[str]) -> None:
        super().__init__(classes="answer")
        self.followups = question.followups[:FOLLOW_UPS]
        self._written = written or [""]

    def compose(self) -> ComposeResult:
        """The place to write; those of the follow-ups that were reached."""
        for place, text in enumerate(self._written):
            yield from self._part(place, text)

    def _part(self, place: int, text: str) -> ComposeResult:
        if place:
            asked = self.followups[place - 1]
            yield Said(lambda: said(asked, "bold"), classes="follow-up")
        area = TextArea(text, soft_wrap=True, tab_behavior="focus", classes="spoken")
        area.read_only = place < len(self._written) - 1
        yield area

    @property
    def written(self) -> list[str]:
        """All that was written, the follow-ups that were reached included."""
        return [area.text for area in self.query(TextArea)]

    async def next(self) -> bool:
        """Put the next follow-up; False where there is none."""
        areas = list(self.query(TextArea))
        if len(areas) > len(self.followups):
            return False
        areas[-1].read_only = True
        self._written = [*self.written, ""]
        await self.mount(*self._part(len(areas), ""))
        self.begin()
        return True

    def begin(self) -> None:
        """Focus the place to write."""
        area = self.query(TextArea).last()
        area.focus()
        area.scroll_visible(animate=False)


class HandIn(Vertical):
    """A drill's statement, and where the file lies.

    Args:
        drill: the drill.
        file: the user's file, made for this interview.
    """

    def __init__(self, drill: Drill, file: Path) -> None:
        super().__init__(classes="answer")
        self.drill, self.file = drill, file

    def compose(self) -> ComposeResult:
        """The statement, then the file."""
        yield Said(self._say, classes="prompt")
        yield Markdown(self._statement(), open_links=False)

    def _statement(self) -> str:
        try:
            return self.drill.statement(i18n.language())
        except OSError:
            return self.drill.statement("en")

    def _say(self) -> Content:
        return lines(
            Content.assemble((_("Your file") + "  ", "bold"), (str(self.file), "$primary")),
            Content.styled(_("You may run it yourself; it is judged once, at the end."), "$quiet"),
        )

    def retext(self) -> None:
        """Say it again."""
        self.query_one(Markdown).update(self._statement())
