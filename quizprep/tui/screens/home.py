"""The first screen: today's session and the topics at the left, what is known of the row under the cursor at the right."""

from __future__ import annotations

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
    from quizprep.content.render import Rendered
    from quizprep.quiz.today import Session
    from quizprep.tui.tally import Facts, Tally

TODAY, MIXED, TOPICS = 0, 1, 2
"""The rows: today's session, mixed practice, then the topics."""
CRAM = 20
"""Questions of a cramming session that is begun with one key."""


class TopicRows(Rows):
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

    def on_resize(self) -> None:
        """Fit the titles."""
        self.repaint()

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

        self.post_message(Home.Known(tally(self.desk)))
        self.desk.library.catalogue.refresh()  # so that the first plan after a change need not wait for it

    @on(Known)
    def _show_known(self, event: Known) -> None:
        from quizprep.tui.tally import Facts

        self.known = event.tally
        self.total = sum(event.tally.facts.values(), Facts())
        self.retext()
        self._tell_trouble()
        if event.tally.first_start and not self._welcomed and self.app.screen is self:
            self._welcomed = True
            self._ask(first=True)

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
        if self.known is None:  # before the first frame nothing more is imported
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
        topic, facts = self._topic(place), self.facts_of(place)
        counted = Content("")
        if facts is not None:
            counted = Content.assemble(
                (str(facts.questions), "bold $accent"), " " + _("questions"), "   ",
                (str(facts.drills), "bold $accent"), " " + _("drills"), "\n",
                (str(facts.answered), "bold $accent"), " " + _("answered"), "   ",
                (str(facts.right), "bold $accent"), " " + _("right"),
            )  # fmt: skip
        if topic is None:
            words = Content(_("Questions from all topics, new ones first. Numbers are drawn afresh each time."))
            return lines(words, " ", counted, " ", self._mastery_words())
        known = facts.mastered if facts is not None else frozenset()
        concepts = [
            Content.styled("✓ " if f"{topic.slug}/{c.slug}" in known else "· ", "bold $success" if f"{topic.slug}/{c.slug}" in known else "$primary")
            + said(c.title)
            for c in topic.info.concepts
        ]  # fmt: skip
        covers = Content.styled(_("Covers (✓ mastered)"), "bold")
        return lines(said(topic.info.summary), " ", counted, " ", covers, *concepts)

    @staticmethod
    def _mastery_words() -> Content:
        words = _("Bars: the share of concepts whose last two first tries were right.")
        return Content.styled(words, "$quiet")

    def _today_card(self) -> Content:
        """Why this is the most useful thing now, and what there is."""
        from quizprep.quiz.words import suggestion_words

        if self.known is None:
            return Content("")
        counts = self.known.counts
        rows = [
            Content.styled(_("Press enter: {why}.", why=suggestion_words(counts, self.desk.library)), "bold"),
            Content(" "),
            self._figure(counts.due + counts.back, _("due")),
            self._figure(counts.failed, _("wrong lately")),
            self._figure(counts.new, _("never asked")),
        ]
        if counts.drill:
            rows += self._drill_words(counts.drill, counts.drill_why)
        if counts.days_left is not None:
            rows += [Content(" "), self._figure(counts.days_left, _("days to interview"))]
        elif self.desk.trouble is None:
            rows += [Content(" "), Content.styled(_("Press , to set the interview date."), "$quiet")]
        return lines(*rows, " ", self._mastery_words())

    def _drill_words(self, slug: str, why: str) -> list[Content]:
        """The drill that follows, and why that one."""
        from quizprep.quiz.words import drill_title, drill_words

        title = drill_title(slug, self.desk.library)
        return [Content(" "), Content(_("Then a drill: {title}", title=title)), Content.styled(drill_words(why), "$quiet")]

    @staticmethod
    def _figure(number: int, words: str) -> Content:
        return Content.assemble((f"{number:>4}", "bold $accent"), "  " + words)

    def _statistics(self) -> Content:
        if self.known is None or self.total is None:
            return Content.styled(_("Counting…"), "$quiet")
        if self._planning:
            return Content.styled(_("Planning the session…"), "$quiet")
        parts: list[Any] = []
        share = self.total.share
        right = "–" if share is None else f"{round(100 * share)} %"
        for number, words in (
            (str(self.total.answered), _("answered")),
            (right, _("right")),
            (f"{self.known.passed}/{self.known.drills}", _("drills passed")),
            (str(self.known.counts.streak), _("days in a row")),
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
        from quizprep.quiz.words import CRAM as WEAKEST
        from quizprep.quiz.words import DRILLS
        from quizprep.tui.screens.setup import Setup

        suggested = self._suggested()
        if event.place != TODAY or self.desk.store is None:
            self.app.push_screen(Setup(self._topic(event.place)))
        elif suggested == DRILLS:
            self.action_drills()
        elif suggested == WEAKEST:
            self.gym.background(
                lambda: self.post_message(Home.Crammed(self.desk.plan(None, CRAM, cram=True))), name="plan", group="plan"
            )
        else:
            self.gym.background(lambda: self.post_message(Home.Planned(self.desk.today())), name="plan", group="plan")
            self._planning = True
            self.query_one("#statistics", Said).retext()

    @on(Planned)
    def _begin(self, event: Planned) -> None:
        from quizprep.tui.screens.drill import DrillScreen
        from quizprep.tui.screens.question import QuestionScreen
        from quizprep.quiz.sitting import Sitting

        session = event.session
        self._planning = False
        self.query_one("#statistics", Said).retext()
        if self.app.screen is not self:
            return
        if session.entries:
            whys = {e.rendered.id: (e.why, e.drill) for e in session.entries}
            questions = [e.rendered for e in session.entries]
            sitting = Sitting(questions, mode="today", whys=whys, drill=session.drill, drill_why=session.drill_why)
            self.app.push_screen(QuestionScreen(sitting))
        elif session.drill is not None:
            self.app.push_screen(DrillScreen(session.drill))
        else:
            self.app.notify(_("Nothing is left for today."), markup=False)

    @on(Crammed)
    def _begin_cramming(self, event: Crammed) -> None:
        from quizprep.tui.screens.question import QuestionScreen
        from quizprep.quiz.sitting import Sitting

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
