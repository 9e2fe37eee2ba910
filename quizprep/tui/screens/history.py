"""All that was answered and submitted, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message

from quizprep import i18n
from quizprep.errors import ProgressError, UnknownName
from quizprep.i18n import _
from quizprep.tui.base import QuizScreen
from quizprep.tui.moments import clock, mark, submission_line
from quizprep.tui.prose import fit
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.rows import Rows
from quizprep.tui.widgets.said import Panel, Said
from quizprep.tui.widgets.table import ListRows

if TYPE_CHECKING:
    from quizprep.progress.rows import AnswerRow, SubmissionRow

MOST = 200


class History(QuizScreen[None]):
    """Answers, or submissions; one opens in its own screen."""

    CSS_PATH = "history.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "s,tab",
            "other",
            "Answers/submissions",
            id="history.other",
            tooltip="Switch between answers and submissions",
        ),
        Binding("escape,q", "back", "Back", id="history.back", tooltip="Back"),
    ]

    class Read(Message):
        """The rows are read."""

        def __init__(
            self, answers: list[AnswerRow], submissions: list[SubmissionRow], titles: dict[str, dict[str, str]]
        ) -> None:
            super().__init__()
            self.answers, self.submissions, self.titles = answers, submissions, titles

    def __init__(self, *, submissions: bool = False) -> None:
        super().__init__()
        self.submissions = submissions
        self.rows: History.Read | None = None

    def compose(self) -> ComposeResult:
        """The list, filled when it is read."""
        yield Said(self._head, classes="masthead", flow=False)
        with Panel(title=self._title, id="history"):
            yield VerticalScroll(id="list", can_focus=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read in a thread."""
        self.gym.background(self._read, name="history", group="history")

    def _read(self) -> None:
        store = self.desk.store
        if store is None:
            raise self.desk.trouble or ProgressError(_("there is no progress database."))
        answers = store.answers(limit=MOST)
        with self.desk.lock:
            known = self.desk.library.catalogue.entries({row.question for row in answers})
        titles = {name: entry.title for name, entry in known.items()}
        self.post_message(self.Read(answers, store.submissions(limit=MOST), titles))

    @on(Read)
    async def _show(self, event: Read) -> None:
        self.rows = event
        await self._fill()

    async def _fill(self) -> None:
        if self.rows is None:
            return
        place = self.query_one("#list", VerticalScroll)
        await place.remove_children()
        rows: ListRows[Any]
        if self.submissions:
            rows = ListRows(self.rows.submissions, submission_line, name="rows")
        else:
            rows = ListRows(self.rows.answers, self._answer_line, name="rows")
        if rows.count:
            await place.mount(rows)
            rows.focus()
        else:
            await place.mount(Said(self._nothing))
        self.query_one("#history", Panel).retext()

    def _nothing(self) -> Content:
        words = _("Nothing submitted yet.") if self.submissions else _("Nothing answered yet.")
        return Content.styled(words, "$quiet")

    def _head(self) -> Content:
        return Content.styled(_("History"), "bold $primary")

    def _title(self) -> str:
        return _("Submissions") if self.submissions else _("Answers")

    def _answer_line(self, row: AnswerRow, width: int) -> Content:
        topic = self.desk.title(row.topic).get(i18n.language())
        title = self.rows.titles.get(row.question, {}) if self.rows is not None else {}
        asked = title.get(i18n.language()) or title.get("en") or row.question.partition(".")[2]
        return Content.assemble(
            mark(row.correct), (clock(row.when), "$quiet"), "  ", fit(topic, 22), "  ",
            (fit(" ".join(asked.split()), max(8, width - 48)), "$quiet"),
        )  # fmt: skip

    @on(Rows.Pressed, "#rows")
    def _open(self, event: Rows.Pressed) -> None:
        if self.rows is None:
            return
        if self.submissions:
            from quizprep.tui.screens.attempt import Attempt

            self.app.push_screen(Attempt(self.rows.submissions[event.place].id))
        else:
            self._open_answer(self.rows.answers[event.place])

    def _open_answer(self, row: AnswerRow) -> None:
        from quizprep.quiz import answers
        from quizprep.tui.screens.review import Review

        try:
            rendered = self.desk.render(row.question, row.seed)
        except UnknownName:
            self.gym.show_problem(_("The question {id} is no longer in the bank.", id=row.question))
            return
        except Exception as e:  # a generator of the bank may raise anything
            self.gym.show_problem(self.gym.note_crash(e))
            return
        if rendered.version != row.version:
            self.gym.show_problem(
                _(
                    "The question {id} was changed since (version {old}, now {new}) and can't be shown.",
                    id=row.question,
                    old=row.version,
                    new=rendered.version,
                )
            )
            return
        result = answers.grade(rendered, row.answer)
        self.app.push_screen(Review(rendered, row.answer, result, clock(row.when)))

    async def action_other(self) -> None:
        """Answers or submissions."""
        self.submissions = not self.submissions
        await self._fill()

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
