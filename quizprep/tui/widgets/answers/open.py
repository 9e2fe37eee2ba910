"""Open: answer aloud or in writing, see a model answer, tick what one had."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import TextArea

from quizprep.content.model import Open
from quizprep.content.render import Rendered
from quizprep.i18n import _
from quizprep.tui.prose import Flow, lines
from quizprep.tui.widgets.answers.base import AnswerBox, words
from quizprep.tui.widgets.rows import Row, Rows
from quizprep.tui.widgets.said import Panel, Said


class RubricRows(Rows):
    """The points, ticked by oneself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Had it", id="open.tick", tooltip="Your answer had this point"),
        Binding("enter", "give", "Confirm", id="answer.give", tooltip="Confirm what you ticked"),
    ]

    def __init__(self, box: OpenBox) -> None:
        self.box, self.points = box, box.question.rubric
        self.met: set[int] = set()
        super().__init__(len(self.points))

    def say_row(self, place: int) -> Content | Flow:
        """Box and point."""
        met = place in self.met
        sign = ("✓" if met else "✗") if self.frozen else ("■" if met else "□")
        style = "bold $success" if met else ("bold $error" if self.frozen else "$quiet")
        return Flow(Content.styled(f" {sign}  ", style) + words(self.points[place]), hang=4)

    def action_tick(self) -> None:
        """Tick or untick."""
        if self._seen():
            self.met ^= {self.cursor}
            self.repaint()

    def action_give(self) -> None:
        """Confirm."""
        if self._seen():
            self.box.submit()

    def _seen(self) -> bool:
        """Whether the points are on the screen; if not, as after a long model answer, they are brought there instead."""
        row = self.query(Row)[self.cursor]
        if self.screen.find_widget(row).visible_region:
            return True
        self.box.query_one(".ask").scroll_visible(top=True, animate=False)
        return False


class OpenBox(AnswerBox):
    """Takes an open answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "reveal", "Model answer", id="open.reveal", priority=True,
                tooltip="Show the model answer and the points to tick"),
    ]  # fmt: skip

    def __init__(self, rendered: Rendered) -> None:
        super().__init__(rendered)
        assert isinstance(rendered.question, Open)
        self.question = rendered.question
        self.revealed = False
        self.area = TextArea(id="open-text", soft_wrap=True, tab_behavior="focus")
        self.rows = RubricRows(self)

    def compose(self) -> ComposeResult:
        """The place to write, and what is shown afterwards."""
        yield self.area
        with Vertical(classes="revealed"):
            with Panel(title=lambda: _("A model answer")):
                yield Said(lambda: words(self.question.model))
            if self.question.weak:
                with Panel(title=lambda: _("Weak answers, and what they miss")):
                    yield Said(lambda: lines(*[Content("· ") + words(w) for w in self.question.weak]))
            yield Said(lambda: Content.styled(_("Which of these did your answer have?"), "bold"), classes="ask")
            yield self.rows
            if self.question.followups:
                with Panel(title=lambda: _("What they ask next")):
                    yield Said(lambda: lines(*[Content("· ") + words(w) for w in self.question.followups]))

    def on_mount(self) -> None:
        """Hide what comes later."""
        self.query_one(".revealed").display = self.revealed

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The model answer is revealed once."""
        return not (action == "reveal" and self.revealed)

    def action_reveal(self) -> None:
        """Show the model answer and the rubric."""
        self.revealed = True
        self.area.read_only = True
        self.area.add_class("-given")
        self.area.display = bool(self.area.text.strip())
        self.query_one(".revealed").display = True
        self.rows.focus()
        self.screen.refresh_bindings()
        self.post_message(self.Changed())
        self.call_after_refresh(self.query_one(".revealed").scroll_visible, top=True, animate=False)

    @on(Rows.Pressed)
    def _pressed(self, event: Rows.Pressed) -> None:
        event.stop()
        self.rows.action_tick()

    @property
    def raw(self) -> Any:
        """The points met."""
        return sorted(self.rows.met)

    def restore(self, answer: Any) -> None:
        """The points again."""
        self.rows.met = set(answer)
        self.revealed = True
        self.area.display = False

    def settle(self) -> None:
        """Marks on the rows."""
        self.rows.freeze()
        self.area.can_focus = False

    def begin(self) -> None:
        """Focus the place to write."""
        (self.rows if self.revealed else self.area).focus()

    def hint(self) -> str:
        """How to answer."""
        if self.revealed:
            return _("Tick the points you had with space, then confirm with enter.")
        return _("Say it aloud or write it down, then ctrl+r for the model answer.")
