"""The first screen: topics at the left, what is known of the one under the cursor at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message

from quizprep import i18n
from quizprep.i18n import _
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import bar, fit, lines, said
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Panel, Said

if TYPE_CHECKING:
    from quizprep.content.library import Topic


@dataclass(frozen=True)
class Facts:
    """What is known of a topic."""

    questions: int = 0
    drills: int = 0
    answered: int = 0
    right: int = 0

    @property
    def share(self) -> float | None:
        """Share of right answers."""
        return self.right / self.answered if self.answered else None


class TopicRows(Rows):
    """Mixed practice, then the topics."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "Practise", id="home.open", tooltip="Questions on this topic"),
    ]

    def __init__(self, home: Home, topics: list[Topic]) -> None:
        self.home, self.topics = home, topics
        super().__init__(len(topics) + 1, name="topics")

    def say_row(self, place: int) -> Content:
        """Title, bar and share."""
        width = max(20, (self.size.width or 44) - 21)
        if place == 0:
            title, facts = _("Mixed practice"), self.home.total
        else:
            topic = self.topics[place - 1]
            title, facts = topic.info.title.get(i18n.language()), self.home.facts.get(topic.slug, Facts())
        share = "  –  " if facts.share is None else f"{round(100 * facts.share):3d} %"
        sign = "◇" if place == 0 else "▪"
        return Content.assemble(
            (f" {sign} ", "$accent" if place == 0 else "$primary"),
            (fit(title, width), "bold" if place == 0 else ""),
            "  ", bar(facts.share), " ", (share, "$quiet"),
        )  # fmt: skip

    def on_resize(self) -> None:
        """Fit the titles."""
        self.repaint()

    def action_open(self) -> None:
        """Open the row under the cursor."""
        self.post_message(self.Pressed(self, self.cursor))

    def watch_cursor(self) -> None:
        """Follow the cursor, and tell what is known of the topic."""
        super().watch_cursor()
        self.home.retell()


class Home(QuizScreen[None]):
    """Topics, drills, history, and a line of statistics."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "drills", "Drills", id="home.drills", tooltip="Coding drills, judged at once"),
        Binding("h", "history", "History", id="home.history", tooltip="What you answered and submitted"),
        Binding("l", "app.language", "中文/English", id="home.language",
                tooltip="Switch between English and Chinese"),
        Binding("t", "look", "Light/dark", id="home.look", show=False,
                tooltip="Switch between ink and paper"),
        Binding("exclamation_mark", "problems", "Problems", id="home.problems", key_display="!",
                tooltip="Content files that could not be loaded"),
        Binding("q", "app.quit", "Quit", id="home.quit", tooltip="Leave quizprep"),
    ]  # fmt: skip

    class Known(Message):
        """The banks are counted and the statistics read."""

        def __init__(self, facts: dict[str, Facts], passed: int, drills: int) -> None:
            super().__init__()
            self.facts, self.passed, self.drills = facts, passed, drills

    def __init__(self) -> None:
        super().__init__()
        self.facts: dict[str, Facts] = {}
        self.total = Facts()
        self.known: Home.Known | None = None
        self._told = False

    def compose(self) -> ComposeResult:
        """Masthead, topics, the topic's card, statistics, keys."""
        self.topics = list(self.desk.library.topics)
        yield Said(self._masthead, classes="masthead", flow=False)
        with Horizontal(id="middle"):
            with Panel(title=lambda: _("Topics"), id="left"), VerticalScroll(can_focus=False):
                yield TopicRows(self, self.topics)
            with Panel(title=self._title, id="right"), VerticalScroll(can_focus=False):
                yield Said(self._card, id="card")
        yield Said(self._statistics, id="statistics", flow=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Count and read after the first frame."""
        self.query_one(TopicRows).focus()

    def on_screen_resume(self) -> None:
        """Read the statistics anew whenever this screen is shown."""
        self.call_after_refresh(self._read)

    def _read(self) -> None:
        self.gym.background(self._count, name="count", group="count")

    def _count(self) -> None:
        from quizprep.tui.tally import tally

        self.post_message(Home.Known(*tally(self.desk)))

    @on(Known)
    def _show_known(self, event: Known) -> None:
        self.known, self.facts = event, event.facts
        self.total = Facts(
            sum(f.questions for f in event.facts.values()), sum(f.drills for f in event.facts.values()),
            sum(f.answered for f in event.facts.values()), sum(f.right for f in event.facts.values()),
        )  # fmt: skip
        self.retext()
        self._tell_trouble()

    def _tell_trouble(self) -> None:
        if self._told or self.app.screen is not self:
            return
        if self.desk.trouble is not None:
            self._told = True
            self.gym.show_problem(
                f"{self.desk.trouble}\n\n"
                + _("You can practise all the same; nothing is saved until this is mended."),
                _("Progress can't be read"),
            )  # fmt: skip

    # ------------------------------------------------------------------ words

    def _masthead(self) -> Content:
        return Content.assemble(
            ("quiz", "bold $foreground"), ("prep", "bold $accent"),
            ("   " + _("the deep-learning interview gym"), "$quiet"),
        )  # fmt: skip

    def _topic(self) -> Topic | None:
        cursor = self.query_one(TopicRows).cursor if self.is_mounted else 0
        return self.topics[cursor - 1] if cursor else None

    def _title(self) -> str:
        topic = self._topic()
        return topic.info.title.get(i18n.language()) if topic else _("Mixed practice")

    def _card(self) -> Content:
        topic = self._topic()
        facts = self.total if topic is None else self.facts.get(topic.slug, Facts())
        counted = Content("")
        if self.known is not None:
            counted = Content.assemble(
                (str(facts.questions), "bold $accent"), " " + _("questions"), "   ",
                (str(facts.drills), "bold $accent"), " " + _("drills"), "\n",
                (str(facts.answered), "bold $accent"), " " + _("answered"), "   ",
                (str(facts.right), "bold $accent"), " " + _("right"),
            )  # fmt: skip
        if topic is None:
            words = Content(_("Questions from all topics, the weakest first. Numbers are drawn afresh each time."))
            return lines(words, " ", counted)
        concepts = [Content.styled("· ", "$primary") + said(c.title) for c in topic.info.concepts]
        return lines(said(topic.info.summary), " ", counted, " ", Content.styled(_("Covers"), "bold"), *concepts)

    def _statistics(self) -> Content:
        if self.known is None:
            return Content.styled(_("Counting…"), "$quiet")
        parts: list[Any] = []
        share = self.total.share
        right = "–" if share is None else f"{round(100 * share)} %"
        for number, words in (
            (str(self.total.answered), _("answered")),
            (right, _("right")),
            (f"{self.known.passed}/{self.known.drills}", _("drills passed")),
        ):
            parts += [(number, "bold $foreground"), (f" {words}   ", "$quiet")]
        if self.desk.trouble is not None:
            parts.append(("! " + _("not saving"), "bold $warning"))
        elif problems := len(self.desk.library.problems):
            parts.append(("! " + _("{n} content problems (press !)", n=problems), "$warning"))
        return Content.assemble(*parts)

    def retell(self) -> None:
        """Say the card of the topic under the cursor."""
        self.query_one("#right", Panel).retext()
        self.query_one("#card", Said).retext()

    def retext(self) -> None:
        """Say everything again."""
        super().retext()
        self.query_one(TopicRows).repaint()

    # ------------------------------------------------------------------ actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Problems are offered where there are some."""
        if action == "problems":
            return self.known is not None and (bool(self.desk.library.problems) or self.desk.trouble is not None)
        return True

    @on(Rows.Pressed, "#topics")
    def _open(self, event: Rows.Pressed) -> None:
        from quizprep.tui.screens.setup import Setup

        topic = self.topics[event.place - 1] if event.place else None
        self.app.push_screen(Setup(topic))

    def action_drills(self) -> None:
        """The drills."""
        from quizprep.tui.screens.drills import Drills

        self.app.push_screen(Drills())

    def action_history(self) -> None:
        """The history."""
        from quizprep.tui.screens.history import History

        self.app.push_screen(History())

    def action_look(self) -> None:
        """The other theme."""
        self.app.theme = "paper" if self.app.theme == "ink" else "ink"

    def action_problems(self) -> None:
        """What could not be loaded."""
        found = [str(p) for p in self.desk.library.problems]
        if self.desk.trouble is not None:
            found.insert(0, str(self.desk.trouble))
        self.gym.show_problem("\n\n".join(found), _("Problems"))
