"""What a screen is for, and all its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button

from quizprep.i18n import _
from quizprep.tui.prose import Flow
from quizprep.tui.screens.dialogs import Dialog, SaidButton
from quizprep.tui.widgets.said import Panel, Said

PURPOSES: dict[str, Callable[[], str]] = {
    "Home": lambda: _(
        "Where you begin: enter starts the most useful thing. The bars show mastery: the share of a topic's concepts whose last two first-try answers were both right; repeats, corrections and what was taken back don't count."
    ),
    "QuestionScreen": lambda: _("One question after the other. Each answer is judged and saved at once."),
    "Setup": lambda: _("How many questions to ask, before they begin."),
    "Summary": lambda: _("What became of the quiz, and every answer that was not right once more."),
    "Review": lambda: _("A question that you answered before, with your answer and the right one."),
    "Drills": lambda: _("The coding drills: write the code, hidden checks judge it."),
    "DrillScreen": lambda: _("One drill: its statement, your file, and the verdict on it, judged again at each save."),
    "Editor": lambda: _("Your file in a small editor, for when you have none of your own at hand."),
    "Attempts": lambda: _("All that you submitted to this drill, newest first."),
    "Runs": lambda: _("Your training runs of this task; two curves can be laid over each other."),
    "Attempt": lambda: _("One submission: the verdict it got, and its source."),
    "History": lambda: _("All that you answered and submitted, newest first."),
    "Statistics": lambda: _("How you are doing: by day, topic and type, and the mistakes you make most."),
    "Find": lambda: _("Questions, drills and your own notes by words. What is hidden stays hidden."),
    "Browse": lambda: _("A question with its answer, to read. Nothing is recorded; practise it to be asked."),
    "Interviews": lambda: _("Your mock interviews: go on with one, read a report, or begin another."),
    "InterviewSetup": lambda: _("How long the interview is, on which topics, and how hard."),
    "InterviewScreen": lambda: _("A mock interview: the clock runs, nobody says what was right, and there is no way back."),
    "InterviewEnd": lambda: _("The interview is over: grade your open answers, then read the report."),
    "ReportScreen": lambda: _("The report on an interview: score, time against par, mistakes, and what to practise."),
    "Welcome": lambda: _("Three settings, each of which may be left open."),
    "Remark": lambda: _("Your own note on a question, or why you flag it."),
    "Confirm": lambda: _("Asks before something that can't be undone."),
    "Problem": lambda: _("Something went wrong; it says what and what to do."),
    "Palette": lambda: _("Type a few letters of what you want to do."),
}
"""The screens by their class, each with what it is for."""


class Help(Dialog):
    """Says what `below` is for and lists the keys that are active on it, each with what it does."""

    CSS_PATH: ClassVar[Any] = ["dialogs.tcss", "help.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "close", "Close", id="help.close", tooltip="Close the help"),
    ]

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._purpose = next((PURPOSES[c.__name__] for c in type(below).__mro__ if c.__name__ in PURPOSES), str)
        self._rows: list[tuple[str, str, str]] = []
        seen: dict[str, list[str]] = {}
        for active in below.active_bindings.values():
            binding = active.binding
            if not binding.id and not binding.show:
                continue
            name = binding.id or binding.action
            keys = seen.setdefault(name, [])
            keys.append(self._key(below, binding))
            if len(keys) == 1:
                self._rows.append((name, binding.description, binding.tooltip))
        self._keys = seen

    @staticmethod
    def _key(below: Screen[Any], binding: Binding) -> str:
        return below.app.get_key_display(binding)

    def compose(self) -> ComposeResult:
        """The list."""
        with Panel(title=lambda: _("Keys of this screen"), classes="dialog"):
            with VerticalScroll():
                yield Said(lambda: Content.styled(self._purpose(), "italic"), classes="purpose")
                for name, description, tooltip in self._rows:
                    yield Said(lambda n=name, d=description, t=tooltip: self._line(n, d, t))  # type: ignore[misc]
                yield Said(self._note, classes="note")
            yield SaidButton(lambda: _("Close"), id="close")

    @staticmethod
    def _note() -> Content:
        return Content.styled(_("The mouse works everywhere; a click is an enter. Other keys: docs/keys.md"), "$quiet")

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one(VerticalScroll).focus()

    @on(Button.Pressed)
    def _pressed(self) -> None:
        self.dismiss(True)

    def _line(self, name: str, description: str, tooltip: str) -> Flow:
        keys = " ".join(dict.fromkeys(self._keys[name]))
        words = _(tooltip) if tooltip else _(description)
        return Flow(Content.assemble((f"{keys:>12}", "bold $accent"), "  ", words), hang=14)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(True)
