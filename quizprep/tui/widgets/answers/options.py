"""Choice and choices: rows with letters."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from quizprep.content.model import Choice, Choices
from quizprep.content.render import Rendered
from quizprep.i18n import _
from quizprep.tui.prose import GOOD, Flow
from quizprep.tui.widgets.answers.base import LETTERS, AnswerBox, words
from quizprep.tui.widgets.rows import Rows


class OptionRows(Rows):
    """The options; many may be ticked where `many`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give", "Answer", id="answer.give", tooltip="Give this answer"),
        Binding("space", "tick", "Tick", id="answer.tick", tooltip="Pick or tick this option"),
    ]

    def __init__(self, box: OptionBox, many: bool) -> None:
        assert isinstance(box.rendered.question, Choice | Choices)
        self.box, self.options, self.many = box, box.rendered.question.options, many
        self.picked: set[int] = set()
        super().__init__(len(self.options))

    def say_row(self, place: int) -> Content | Flow:
        """Letter, box and text; after the answer what was right and what was picked."""
        picked = place in self.picked
        sign = ("■" if picked else "□") if self.many else ("●" if picked else "○")
        head = Content.assemble((f" {sign} ", "$accent" if picked else "$quiet"),
                                (f"{LETTERS[place].upper()}  ", "bold $primary"))  # fmt: skip
        text = words(self.options[place].text)
        if self.frozen:
            right = place in self.box.rendered.key
            mark = "✓" if right else "✗" if picked else " "
            colour = GOOD if right else "bold $error"
            head = Content.assemble((f" {mark} ", colour), (f"{LETTERS[place].upper()}  ", "bold $primary"))
            if picked:
                text = text + Content.styled("  ← " + _("your answer"), "$quiet italic")
        return Flow(head + text, hang=6)

    def marks(self, place: int) -> dict[str, bool]:
        """Right and wrong, after the answer."""
        right = place in self.box.rendered.key
        return {
            "-right": self.frozen and right,
            "-wrong": self.frozen and not right and place in self.picked,
        }

    def press(self, place: int) -> None:
        """Tick the option, or where one is asked for, answer with it."""
        self.cursor = place
        if self.many:
            self.picked ^= {place}
            self.repaint()
        else:
            self.picked = {place}
            self.repaint()
            self.box.submit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ticking is for choices."""
        return (self.many or action != "tick") and super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Letters and digits press an option."""
        sign = (event.character or "").lower()
        place = LETTERS.find(sign) if sign and sign in LETTERS else -1
        if sign.isdigit():
            place = int(sign) - 1
        if 0 <= place < self.count and not self.frozen:
            event.stop()
            self.press(place)

    def action_give(self) -> None:
        """Answer."""
        if self.many:
            self.box.submit()
        else:
            self.press(self.cursor)

    def action_tick(self) -> None:
        """Tick the row under the cursor."""
        self.press(self.cursor)


class OptionBox(AnswerBox):
    """Takes the answer to a choice or choices."""

    def __init__(self, rendered: Rendered) -> None:
        super().__init__(rendered)
        self.rows = OptionRows(self, isinstance(rendered.question, Choices))

    def compose(self) -> ComposeResult:
        """The rows."""
        yield self.rows

    @on(Rows.Pressed)
    def _pressed(self, event: Rows.Pressed) -> None:
        event.stop()
        self.rows.press(event.place)

    @property
    def raw(self) -> Any:
        """The place picked, or the list of them."""
        picked = sorted(self.rows.picked)
        return picked if self.rows.many else (picked[0] if picked else self.rows.cursor)

    def restore(self, answer: Any) -> None:
        """Pick again what was picked."""
        self.rows.picked = set(answer) if isinstance(answer, list) else {answer}

    def settle(self) -> None:
        """Marks on the rows."""
        self.rows.freeze()

    def begin(self) -> None:
        """Focus the rows."""
        self.rows.focus()

    def hint(self) -> str:
        """How to answer."""
        if self.rows.many:
            return _("Tick all that hold (letters or space), then enter.")
        return _("Press the letter, or move and press enter.")
