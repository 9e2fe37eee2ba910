"""The report on a mock interview, now or later: score, time, mistakes, what to practise."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from quizprep import i18n, paths
from quizprep.errors import UnknownName
from quizprep.i18n import _
from quizprep.quiz import interview_text as words
from quizprep.quiz.interview import DRILL
from quizprep.quiz.interview_report import Asked, InterviewReport, Link, load
from quizprep.tui.base import QuizScreen
from quizprep.tui.moments import clock, timed
from quizprep.tui.prose import bar, fit, lines, said
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Panel, Said
from quizprep.tui.widgets.table import ListRows

if TYPE_CHECKING:
    from quizprep.progress.interviews import InterviewRow

STYLES = {"✓": "bold $success", "✗": "bold $error", "◐": "bold $accent", "–": "$quiet"}


class ReportScreen(QuizScreen[None]):
    """One report.

    Args:
        row: a finished interview.
    """

    CSS_PATH = "interview_report.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "export", "Export", id="interview-report.export",
                tooltip="Write the report into the practice folder, as Markdown and as JSON"),
        Binding("tab", "app.focus_next", "Next list", id="interview-report.next", tooltip="From list to list"),
        Binding("escape,q", "back", "Back", id="interview-report.back", tooltip="Back"),
    ]  # fmt: skip

    def __init__(self, row: InterviewRow) -> None:
        super().__init__()
        self.row = row
        self.report: InterviewReport = load(row.report or {})
        self._told = ""

    def compose(self) -> ComposeResult:
        """Score and topics, what to practise, the mistakes, one by one."""
        report = self.report
        yield Said(self._head, classes="masthead", flow=False)
        with VerticalScroll(id="report", can_focus=False):
            with Panel(title=lambda: _("Score"), id="score"):
                yield Said(self._score)
            if report.practise:
                with Panel(title=lambda: _("What to practise")):
                    yield ListRows(report.practise, self._link_line, name="practise")
            if report.mistakes:
                with Panel(title=lambda: _("Mistakes by name")):
                    yield Said(self._mistakes)
            with Panel(title=lambda: _("One by one")):
                yield ListRows(report.items, self._item_line, name="items")
        yield Said(lambda: Content.styled(self._told, "$quiet"), id="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        """The first list; the top of the page."""
        self.query(ListRows).first().focus(scroll_visible=False)
        self.call_after_refresh(self.query_one("#report").scroll_home, animate=False)

    # ------------------------------------------------------------------ words

    def _head(self) -> Content:
        row = self.row
        about = f"   {clock(row.started)}   {_('{n} min', n=row.minutes)}   {_('level {n}', n=row.level)}"
        return Content.assemble((_("Mock interview {number}", number=row.id), "bold $primary"), (about, "$quiet"))

    def _score(self) -> Content:
        report = self.report
        told = _(
            "{points} of {of} points, {spent} on the clock. {ended}",
            points=words.number(report.points), of=words.number(report.of), spent=timed(report.seconds),
            ended=words.ended(report),
        )  # fmt: skip
        if report.pauses:
            told += " " + _("Interrupted: {n}", n=report.pauses)
        rows = [Content.assemble((words.percent(report.share), "bold $accent"), "  ", (told, "$quiet")), Content(" ")]
        for s in report.by_topic:
            slow = s.seconds > s.par
            rows.append(Content.assemble(
                fit(s.title.get(i18n.language()), 30), " ", bar(s.points / s.of), " ",
                fit(f"{words.number(s.points)}/{words.number(s.of)}", 7),
                (f" {timed(s.seconds)}", "$warning" if slow else "$quiet"), (f" / {timed(s.par)}", "$quiet"),
            ))  # fmt: skip
        return lines(*rows)

    def _mistakes(self) -> Content:
        parts: list[Content] = []
        for found in self.report.mistakes:
            parts += [Content.styled("· ", "$error") + said(found.title, "bold"), said(found.explanation)]
        return lines(*parts)

    @staticmethod
    def _item_line(one: Asked, width: int) -> Content:
        sign = words.sign(one)
        time = f"{timed(one.seconds)} / {timed(one.par)}" if one.of else ""
        room = max(10, width - 4 - 26 - 16)
        title = words.one_line(one.title.get(i18n.language()).replace("`", "").replace("**", ""))
        return Content.assemble(
            (f" {sign}  ", STYLES[sign]), fit(title, room), "  ", (fit(words.outcome(one), 24), "$quiet"),
            (f"{time:>16}", "$warning" if one.of and one.seconds > one.par else "$quiet"),
        )  # fmt: skip

    @staticmethod
    def _link_line(link: Link, width: int) -> Content:
        why = words.reason(link)
        title = words.one_line(link.title.get(i18n.language()).replace("`", "").replace("**", ""))
        kind = _("drill") if link.kind == DRILL else _("question")
        return Content.assemble(
            (" ▸ ", "$accent"), fit(title, max(10, width - 3 - 36)), "  ", (fit(kind, 10), "$secondary"),
            (fit(why, 24), "$quiet"),
        )  # fmt: skip

    # ------------------------------------------------------------------ opening

    @on(Rows.Pressed, "#practise")
    def _practise(self, event: Rows.Pressed) -> None:
        link = self.report.practise[event.place]
        with self.gym.guarded():
            if link.kind == DRILL:
                from quizprep.tui.screens.drill import DrillScreen

                self.app.push_screen(DrillScreen(self.desk.library.drill(link.name)))
            else:
                from quizprep.quiz.sitting import Sitting
                from quizprep.tui.screens.question import QuestionScreen

                rendered = self.desk.render(link.name, random.SystemRandom().randrange(2**31))
                self.app.push_screen(QuestionScreen(Sitting([rendered])))

    @on(Rows.Pressed, "#items")
    def _item(self, event: Rows.Pressed) -> None:
        one = self.report.items[event.place]
        with self.gym.guarded():
            if one.kind == DRILL:
                self._open_drill(one)
            elif one.of:
                self._open_question(one)

    def _open_drill(self, one: Asked) -> None:
        if one.submission is None:
            self._tell(words.outcome(one))
            return
        from quizprep.tui.screens.attempt import Attempt

        self.app.push_screen(Attempt(one.submission))

    def _open_question(self, one: Asked) -> None:
        from quizprep.quiz import answers
        from quizprep.tui.screens.review import Review

        rendered = self.desk.render(one.name, one.seed)
        if rendered.version != one.version:
            raise UnknownName("question", f"{one.name} (version {one.version})", [])
        if one.given is None:
            answer = "\n\n".join(t.get(i18n.language()) for t in (one.title, one.answer) if t is not None)
            self.gym.show_problem(answer, words.outcome(one))
            return
        self.app.push_screen(
            Review(rendered, one.given, answers.grade(rendered, one.given), clock(self.row.started))
        )

    # ------------------------------------------------------------------ export

    def retext(self) -> None:
        """Say everything again; what was told of something past is not."""
        self._told = ""
        super().retext()

    def _tell(self, told: str) -> None:
        self._told = told
        self.query_one("#hint", Said).retext()

    def action_export(self) -> None:
        """Write it as Markdown and as JSON; an earlier export stays."""
        from quizprep.practice import write_new

        path = paths.practice_dir() / f"interview-{self.row.id}.md"
        forms = {path: words.markdown(self.report), path.with_suffix(".json"): words.as_json(self.row.report or {})}
        with self.gym.guarded():
            written = [str(file) for file, text in forms.items() if write_new(file, text)]
            if written:
                self._tell("✓ " + _("Written to {path}.", path=", ".join(written)))
            else:
                self._tell("! " + _("{path} is there already; it was left as it is.", path=path))

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
