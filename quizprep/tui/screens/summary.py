"""What a quiz came to: score, topics, and the questions to look at again."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from quizprep import i18n
from quizprep.i18n import _
from quizprep.quiz.sitting import Answered, Sitting
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import Flow, bar, fit, lines, said
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Panel, Said


class WrongRows(Rows):
    """The answers that were not right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,space",
            "open",
            "Look again",
            id="summary.open",
            tooltip="See the question and your answer again",
        ),
    ]

    def __init__(self, wrong: list[Answered]) -> None:
        self.wrong = wrong
        super().__init__(len(wrong), name="wrong")

    def say_row(self, place: int) -> Content | Flow:
        """The prompt."""
        text = said(self.wrong[place].rendered.question.prompt)
        return Flow(Content.styled(" ✗ ", "bold $error") + Content(" ").join(text.split("\n")), hang=3)

    def action_open(self) -> None:
        """Open the row."""
        self.post_message(self.Pressed(self, self.cursor))


class Summary(QuizScreen[None]):
    """Shown after the last question."""

    CSS_PATH = "summary.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "drill", "Drill", id="summary.drill", tooltip="The drill that follows the questions"),
        Binding("escape,q", "back", "Topics", id="summary.back", tooltip="Back to the topics"),
    ]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting

    def compose(self) -> ComposeResult:
        """Score, topics, wrong ones."""
        yield Said(lambda: Content.styled(_("Summary"), "bold $primary"), classes="masthead")
        with VerticalScroll(id="summary"):
            with Panel(title=lambda: _("Score"), id="score"):
                yield Said(self._score)
            if self.sitting.drill is not None:
                with Panel(title=lambda: _("Then a drill"), id="then"):
                    yield Said(self._drill)
            if self.sitting.wrong:
                with Panel(title=lambda: _("To look at again")):
                    yield WrongRows(self.sitting.wrong)
        yield KeyBar()

    def on_mount(self) -> None:
        """The wrong ones first."""
        (self.query("#wrong").first() if self.sitting.wrong else self.query_one("#summary")).focus()

    def _score(self) -> Content:
        right, total = self.sitting.right, len(self.sitting.first)
        rows = [
            Content.assemble((f"{right}/{total}", "bold $accent"), "  ", (self._words(right, total), "$quiet")),
            Content(" "),
        ]
        for topic, (good, n) in sorted(self.sitting.by_topic().items()):
            title = fit(self.desk.title(topic).get(i18n.language()), 34)
            rows.append(Content.assemble(title, " ", bar(good / n), f"  {good}/{n}"))
        if self.sitting.answered and (n := len(self.sitting.answered) - total):
            rows += [Content(" "), Content.styled(_("Answers to questions that came again are not counted: {n}.", n=n), "$quiet")]
        return lines(*rows)

    def _drill(self) -> Content:
        from quizprep.quiz.words import drill_words

        drill = self.sitting.drill
        if drill is None:
            return Content("")
        title = Content.assemble(
            (drill.info.title.get(i18n.language()), "bold"), ("   " + _("{n} min", n=drill.info.par_minutes), "$quiet")
        )
        why = Content.styled(drill_words(self.sitting.drill_why), "$quiet")
        return lines(title, why, Content.styled(_("Press {key} to begin it.", key=self.gym.key_of("summary.drill")), "$quiet"))

    @staticmethod
    def _words(right: int, total: int) -> str:
        if right == total:
            return _("All right. Come back in a few days.")
        if right * 2 >= total:
            return _("The wrong ones come back first.")
        return _("Look at the wrong ones now, while they are fresh.")

    @on(Rows.Pressed, "#wrong")
    def _open(self, event: Rows.Pressed) -> None:
        from quizprep.tui.screens.review import Review

        one = self.sitting.wrong[event.place]
        self.app.push_screen(Review(one.rendered, one.answer, one.result))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The drill, where one follows."""
        return action != "drill" or self.sitting.drill is not None

    def action_drill(self) -> None:
        """The drill that follows."""
        from quizprep.tui.screens.drill import DrillScreen

        if self.sitting.drill is not None:
            self.app.switch_screen(DrillScreen(self.sitting.drill))

    def action_back(self) -> None:
        """Back to the topics."""
        self.dismiss(None)
