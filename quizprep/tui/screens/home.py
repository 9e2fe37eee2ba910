"""The first screen: today's session and the topics at the left, what is known of the row under the cursor at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.worker import get_current_worker

from quizprep import i18n
from quizprep.i18n import _
from quizprep.tui import telling
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import bar, fit
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.lines import Lines
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Panel, Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizprep.content.library import Topic
    from quizprep.content.render import Rendered
    from quizprep.quiz.today import Session
    from quizprep.tui.tally import Facts, Tally

TODAY, MIXED, TOPICS = 0, 1, 2
"""The rows: today's session, mixed practice, then the topics."""


class TopicRows(Lines):
    """Today's session, mixed practice, then the topics."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "Begin", id="home.open", tooltip="Begin what stands under the cursor"),
        Binding("c", "cram", "Weakest", id="home.cram",
                tooltip="Cram: the weakest questions first, whether they are due or not"),
    ]  # fmt: skip

    def __init__(self, home: Home, topics: list[Topic]) -> None:
        self.home, self.topics = home, topics
        super().__init__(len(topics) + TOPICS, name="topics")

    def say_row(self, place: int) -> Content:
        """Title, bar and how many of its concepts are mastered."""
        width = max(20, (self.size.width or 44) - 21)
        if place == TODAY:
            return Content.assemble((" ▶ ", "bold $accent"), (fit(self.home.today_title(), width + 18), "bold"))
        title = _("Mixed practice") if place == MIXED else self.topics[place - TOPICS].info.title.get(i18n.language())
        facts = self.home.facts_of(place)
        mastery = facts.mastery if facts else None
        share = "–  "
        if facts is not None and mastery is not None:
            share = f"{round(100 * mastery)} %" if place == MIXED else f"{len(facts.mastered)}/{facts.concepts}"
        if mastery is not None and len(share) > 5:  # no room for three digits
            share = f"{round(100 * mastery)} %"
        sign = "◇" if place == MIXED else "▪"
        return Content.assemble(
            (f" {sign} ", "$accent" if place == MIXED else "$primary"),
            (fit(title, width), "bold" if place == MIXED else ""),
            "  ", bar(mastery), " ", (f"{share:>5}", "$quiet"),
        )  # fmt: skip

    def action_open(self) -> None:
        """Open the row under the cursor."""
        self.post_message(self.Pressed(self, self.cursor))

    def action_cram(self) -> None:
        """The weakest questions of the row under the cursor."""
        self.home.cram(self.cursor)

    def watch_cursor(self) -> None:
        """Follow the cursor, and tell what is known of the topic."""
        super().watch_cursor()
        self.home.retell()


class Home(QuizScreen[None]):
    """Today's session, topics, drills, history, and a line of statistics."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "drills", "Drills", id="home.drills", tooltip="Coding drills, judged at once"),
        Binding("m", "app.interviews", "Mock", id="home.interviews", tooltip="A mock interview against the clock"),
        Binding("slash", "app.find", "Find", id="home.find", key_display="/",
                tooltip="Questions, drills and your notes by words"),
        Binding("s", "app.statistics", "Statistics", id="home.statistics",
                tooltip="How you are doing, day by day and topic by topic"),
        Binding("h", "history", "History", id="home.history", tooltip="What you answered and submitted"),
        Binding("comma", "settings", "Settings", id="home.settings", key_display=",", show=False,
                tooltip="Language, interview date, minutes a day"),
        Binding("l", "app.language", "中文/English", id="home.language",
                tooltip="Switch between English and Chinese"),
        Binding("t", "look", "Light/dark", id="home.look", show=False,
                tooltip="Switch between ink and paper"),
        Binding("exclamation_mark", "problems", "Problems", id="home.problems", key_display="!",
                tooltip="Content files that could not be loaded"),
        Binding("q", "app.quit", "Quit", id="home.quit", tooltip="Leave quizprep"),
    ]  # fmt: skip

    class FirstStart(Message):
        """Nobody was asked yet for language, date and minutes."""

    class Reading(Message):
        """So many of the topics are read."""

        def __init__(self, n: int, total: int) -> None:
            super().__init__()
            self.n, self.total = n, total

    class Known(Message):
        """The banks are counted and the statistics read."""

        def __init__(self, tally: Tally) -> None:
            super().__init__()
            self.tally = tally

    class Planned(Message):
        """Today's session is planned."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    class Crammed(Message):
        """The weakest questions are chosen."""

        def __init__(self, questions: list[Rendered]) -> None:
            super().__init__()
            self.questions = questions

    def __init__(self) -> None:
        super().__init__()
        self.known: Tally | None = None
        self.total: Any = None
        """The facts of all topics together, a `Facts` when they are counted."""
        self._told = self._planning = False
        self._welcomed = False
        self._read_so_far: tuple[int, int] | None = None

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
        """In a thread: ask for the settings first, then read what changed, then count."""
        from quizprep.tui.tally import first_start, read, tally

        if first_start(self.desk):
            self.post_message(Home.FirstStart())
        worker = get_current_worker()
        if read(self.desk, self._tell_reading, lambda: worker.is_cancelled):
            self.post_message(Home.Known(tally(self.desk)))

    def _tell_reading(self, n: int, total: int) -> None:
        self.post_message(Home.Reading(n, total))

    @on(FirstStart)
    def _welcome(self) -> None:
        if not self._welcomed and self.app.screen is self:
            self._welcomed = True
            self._ask(first=True)

    @on(Reading)
    def _show_reading(self, event: Reading) -> None:
        self._read_so_far = (event.n, event.total)
        self.query_one("#statistics", Said).retext()

    @on(Known)
    def _show_known(self, event: Known) -> None:
        from quizprep.tui.tally import Facts

        self.known = event.tally
        self.total = sum(event.tally.facts.values(), Facts())
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

    def _place(self) -> int:
        return self.query_one(TopicRows).cursor if self.is_mounted else TODAY

    def _topic(self, place: int) -> Topic | None:
        return self.topics[place - TOPICS] if place >= TOPICS else None

    def facts_of(self, place: int) -> Facts | None:
        """What is known of a row; None while it is being counted."""
        topic = self._topic(place)
        if self.known is None or topic is None:
            return self.total  # type: ignore[no-any-return]
        return self.known.facts.get(topic.slug)

    def _suggested(self) -> str:
        """What enter begins on the first row."""
        from quizprep.quiz.words import suggestion

        return suggestion(self.known.counts) if self.known is not None else ""

    def today_title(self) -> str:
        """The first row."""
        if self.known is None:
            return _("Today's session")
        from quizprep.quiz.words import CRAM, DRILLS

        suggested = self._suggested()
        return _("The weakest first") if suggested == CRAM else _("A drill") if suggested == DRILLS else _("Today's session")

    def _title(self) -> str:
        place = self._place()
        if place == TODAY:
            return self.today_title()
        topic = self._topic(place)
        return topic.info.title.get(i18n.language()) if topic else _("Mixed practice")

    def _card(self) -> Content:
        place = self._place()
        if place == TODAY:
            return self._today_card()
        return telling.topic_card(self._topic(place), self.facts_of(place))

    def _today_card(self) -> Content:
        if self.known is None:
            return Content("")
        keys = {name: self.gym.key_of(f"home.{name}") for name in ("settings", "drills", "interviews")}
        if self.desk.trouble is not None:
            keys["settings"] = ""
        return telling.today_card(self.known, self.desk.library, keys)

    def _statistics(self) -> Content:
        if self._planning:
            return Content.styled(_("Planning the session…"), "$quiet")
        if self.known is None or self.total is None:
            return telling.reading(*self._read_so_far) if self._read_so_far else Content.styled(_("Counting…"), "$quiet")
        line = telling.statistics(self.total, self.known.passed, self.known.drills, self.known.counts.streak)
        trouble = Content("")
        if self.desk.trouble is not None:
            trouble = Content.styled("! " + _("not saving"), "bold $warning")
        elif problems := len(self.desk.library.problems):
            key = self.gym.key_of("home.problems")
            told = _("1 content problem (press {key})", key=key)
            if problems != 1:
                told = _("{n} content problems (press {key})", n=problems, key=key)
            trouble = Content.styled("! " + told, "$warning")
        return line + Content("   ") + trouble

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
        from quizprep.quiz.today import minutes_a_day
        from quizprep.quiz.words import CRAM as WEAKEST
        from quizprep.quiz.words import DRILLS
        from quizprep.tui.screens.setup import Setup

        suggested = self._suggested()
        if event.place != TODAY or self.desk.store is None:
            self.app.push_screen(Setup(self._topic(event.place)))
        elif suggested == DRILLS:
            self.action_drills()
        elif suggested == WEAKEST:
            minutes = minutes_a_day()
            self._plan(lambda: Home.Crammed(self.desk.cram(None, None, minutes)))
        else:
            self._plan(lambda: Home.Planned(self.desk.today()))

    def _plan(self, choose: Callable[[], Message]) -> None:
        """Choose in a thread, one thing at a time."""

        def work() -> None:
            try:
                chosen = choose()
            finally:
                self._planning = False
            self.post_message(chosen)

        if not self._planning:
            self._planning = True
            self.gym.background(work, name="plan", group="plan")
            self.query_one("#statistics", Said).retext()

    @on(Planned)
    def _begin(self, event: Planned) -> None:
        from quizprep.quiz.sitting import Sitting
        from quizprep.tui.screens.drill import DrillScreen
        from quizprep.tui.screens.question import QuestionScreen

        session = event.session
        self.query_one("#statistics", Said).retext()
        if self.app.screen is not self:
            return
        if session.entries:
            self.app.push_screen(QuestionScreen(Sitting.of(session)))
        elif session.drill is not None:
            self.app.push_screen(DrillScreen(session.drill))
        else:
            self.app.notify(_("Nothing is left for today."), markup=False)

    @on(Crammed)
    def _begin_cramming(self, event: Crammed) -> None:
        from quizprep.quiz.sitting import Sitting
        from quizprep.tui.screens.question import QuestionScreen

        self.query_one("#statistics", Said).retext()
        if self.app.screen is self:
            self.app.push_screen(QuestionScreen(Sitting(event.questions, mode="cram")))

    def cram(self, place: int) -> None:
        """Ask how many of the weakest questions of a row to put."""
        from quizprep.tui.screens.setup import Setup

        self.app.push_screen(Setup(self._topic(place), cram=True))

    def action_settings(self) -> None:
        """Language, interview date and minutes."""
        self._ask(first=False)

    def _ask(self, *, first: bool) -> None:
        from quizprep.tui.screens.welcome import Welcome

        self.app.push_screen(Welcome(first=first))

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
