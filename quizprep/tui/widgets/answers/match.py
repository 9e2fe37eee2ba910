"""Match: a letter for each row."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from quizprep.content.model import Match
from quizprep.content.render import Rendered
from quizprep.i18n import _
from quizprep.tui.prose import Flow
from quizprep.tui.widgets.answers.base import LETTERS, AnswerBox, words
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Said


class LeftRows(Rows):
    """The lefts, each with the letter it was given."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give", "Answer", id="answer.give", tooltip="Give this answer"),
        Binding("backspace,delete", "clear", "Clear", id="match.clear", tooltip="Take the letter away"),
    ]

    def __init__(self, box: MatchBox) -> None:
        assert isinstance(box.rendered.question, Match)
        self.box, self.pairs = box, box.rendered.question.pairs
        self.given: list[int | None] = [None] * len(self.pairs)
        super().__init__(len(self.pairs))

    def _right(self, place: int) -> bool:
        given, key = self.given[place], self.box.rendered.key[place]
        shown = self.box.rendered.shown
        return given is not None and (given == key or shown[given] == shown[key])

    def say_row(self, place: int) -> Content | Flow:
        """Letter and left; after the answer the right letter too."""
        given = self.given[place]
        letter = "·" if given is None else LETTERS[given].upper()
        head = Content.assemble((" [", "$quiet"), (letter, "bold $accent"), ("] ", "$quiet"))
        text = words(self.pairs[place].left)
        if self.frozen:
            mark = ("✓", "bold $success") if self._right(place) else ("✗", "bold $error")
            head = Content.assemble((f" {letter} ", "bold $accent"), mark, " ")
            if not self._right(place):
                text = text + Content.styled(f"  → {LETTERS[self.box.rendered.key[place]].upper()}", "bold $success")
        return Flow(head + text, hang=5)

    def marks(self, place: int) -> dict[str, bool]:
        """Right and wrong, after the answer."""
        right = self._right(place)
        return {"-right": self.frozen and right, "-wrong": self.frozen and not right}

    def give(self, right: int) -> None:
        """Give the row under the cursor this right, and go on to the next row without one."""
        self.given[self.cursor] = right
        after = [*range(self.cursor + 1, self.count), *range(self.cursor)]
        self.cursor = next((i for i in after if self.given[i] is None), self.cursor)
        self.repaint()

    def on_key(self, event: events.Key) -> None:
        """A letter is given to the row under the cursor."""
        sign = (event.character or "").lower()
        place = LETTERS.find(sign) if sign else -1
        if 0 <= place < len(self.box.rendered.shown) and not self.frozen:
            event.stop()
            self.give(place)

    def action_clear(self) -> None:
        """Take the letter away."""
        self.given[self.cursor] = None
        self.repaint()

    def action_give(self) -> None:
        """Answer, or go to a row that has no letter yet."""
        empty = [i for i, g in enumerate(self.given) if g is None]
        if empty and self.given[self.cursor] is not None:
            self.cursor = empty[0]
        else:
            self.box.submit()


class Right(Said):
    """One right; a click gives it to the row under the cursor."""

    def __init__(self, box: MatchBox, place: int) -> None:
        self.box, self.place = box, place
        super().__init__(partial(box.say_right, place), classes="row match-right")

    def on_click(self) -> None:
        """Give it."""
        if self.box.result is None:
            self.box.rows.focus()
            self.box.rows.give(self.place)


class MatchBox(AnswerBox):
    """Takes the letters."""

    def __init__(self, rendered: Rendered) -> None:
        super().__init__(rendered)
        self.rows = LeftRows(self)

    def compose(self) -> ComposeResult:
        """Lefts, then rights."""
        yield self.rows
        yield Said(lambda: Content(""), classes="gap")
        for place in range(len(self.rendered.shown)):
            yield Right(self, place)

    def say_right(self, place: int) -> Flow:
        """Letter and right."""
        head = Content.styled(f"  {LETTERS[place].upper()}  ", "bold $primary")
        return Flow(head + words(self.rendered.shown[place]), hang=5)

    @on(Rows.Pressed)
    def _pressed(self, event: Rows.Pressed) -> None:
        event.stop()

    @property
    def raw(self) -> Any:
        """For each left the place of its right; -1 where none was given."""
        return [-1 if g is None else g for g in self.rows.given]

    def restore(self, answer: Any) -> None:
        """The letters again."""
        self.rows.given = [None if g is None or g < 0 else g for g in answer]

    def settle(self) -> None:
        """Marks on the rows."""
        self.rows.freeze()

    def begin(self) -> None:
        """Focus the lefts."""
        self.rows.focus()

    def hint(self) -> str:
        """How to answer."""
        return _("Press the letter that belongs to the row, then enter.")
