"""How the user is doing: over time, by topic and type, what is remembered, which mistakes come back."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message

from quizprep.errors import ProgressError
from quizprep.i18n import _
from quizprep.progress.statistics_view import Row, Section, sections
from quizprep.tui.base import QuizScreen
from quizprep.tui.prose import Flow, lines
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.said import Panel, Said

STYLES = {"": "", "quiet": "$quiet", "strong": "bold $foreground", "good": "$success", "bad": "$error", "bar": "$primary", "doubt": "$secondary"}


def content(row: Row) -> Content:
    """A row in colours."""
    return Content("").join([Content.styled(text, STYLES[role]) for text, role in row])


class Statistics(QuizScreen[None]):
    """One page of panels that scrolls."""

    CSS_PATH = "statistics.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "unit", "Days/weeks", id="statistics.unit", tooltip="Answers and drills by week, or by day"),
        Binding("down,j", "scroll(2)", "Down", id="statistics.down", show=False, tooltip="Scroll down"),
        Binding("up,k", "scroll(-2)", "Up", id="statistics.up", show=False, tooltip="Scroll up"),
        Binding("pagedown,space", "scroll(18)", "Page down", id="statistics.page-down", tooltip="A page down"),
        Binding("pageup", "scroll(-18)", "Page up", id="statistics.page-up", show=False, tooltip="A page up"),
        Binding("escape,q", "back", "Back", id="statistics.back", tooltip="Back"),
    ]  # fmt: skip

    class Read(Message):
        """The figures are read."""

        def __init__(self, figures: dict[str, Any], names: dict[str, dict[str, str]], today: date) -> None:
            super().__init__()
            self.figures, self.names, self.today = figures, names, today

    def __init__(self) -> None:
        super().__init__()
        self.figures: Statistics.Read | None = None
        self.by_week = True

    def compose(self) -> ComposeResult:
        """The page, filled when the figures are read."""
        yield Said(lambda: Content.styled(_("Statistics"), "bold $primary"), classes="masthead", flow=False)
        with VerticalScroll(id="page", can_focus=False):
            yield Said(lambda: Content.styled(_("Counting…"), "$quiet"), id="counting")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read in a thread."""
        self.gym.background(self._read, name="statistics", group="statistics")

    def _read(self) -> None:
        from msgspec import to_builtins

        store = self.desk.store
        if store is None:
            raise self.desk.trouble or ProgressError(_("there is no progress database."))
        with self.desk.lock:
            library = self.desk.library
            names = {t.slug: to_builtins(t.info.title) for t in library.topics}
            names |= {f"{t.slug}/{c.slug}": to_builtins(c.title) for t in library.topics for c in t.info.concepts}
            names |= {f"drill:{d.slug}": to_builtins(d.info.title) for d in library.drills}
        figures = store.stats(library)
        figures["wrong_options"] = store.wrong_options(library)
        self.post_message(self.Read(figures, names, date.fromtimestamp(store._now() / 1000)))

    async def on_statistics_read(self, event: Read) -> None:
        """Fill the page."""
        self.figures = event
        await self._fill()

    def _sections(self) -> list[Section]:
        assert self.figures is not None
        return sections(self.figures.figures, self.figures.names, self.figures.today, by_week=self.by_week)

    async def _fill(self) -> None:
        page = self.query_one("#page", VerticalScroll)
        found = self._sections()
        async with self.batch():
            await page.remove_children()
            await page.mount_all([Panel(self._rows(place), title=self._title(place)) for place in range(len(found))])

    def _title(self, place: int) -> Any:
        return lambda: self._sections()[place].title

    def _rows(self, place: int) -> Said:
        def say() -> Content | Flow:
            return lines(*[content(row) if row else " " for row in self._sections()[place].rows])

        return Said(say, flow=False)

    # ------------------------------------------------------------------ actions

    async def action_unit(self) -> None:
        """By day or by week."""
        self.by_week = not self.by_week
        if self.figures is not None:
            place = self.query_one("#page", VerticalScroll).scroll_offset.y
            await self._fill()
            self.query_one("#page", VerticalScroll).scroll_to(y=place, animate=False)

    def action_scroll(self, by: int) -> None:
        """Scroll the page."""
        self.query_one("#page", VerticalScroll).scroll_relative(y=by, animate=False)

    def action_back(self) -> None:
        """Back."""
        self.dismiss(None)
