"""Three things that quizprep would like to know, each of which may be left open: at the first start, and later as settings."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key
from textual.widgets import Button, Input

from quizprep import config, i18n
from quizprep.content.model import LANGUAGES
from quizprep.errors import QuizprepError, UsageError
from quizprep.i18n import _
from quizprep.tui.screens.dialogs import Dialog, SaidButton
from quizprep.tui.widgets.said import Panel, Said

LEAST, MOST = 5, 480
"""Minutes a day."""


class Welcome(Dialog):
    """Asks for language, interview date and minutes a day; writes them to the settings file.

    Args:
        first: whether this is the first start; leaving it is then remembered, so that it asks only once.
    """

    CSS_PATH: ClassVar[Any] = ["dialogs.tcss", "welcome.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="welcome.save", priority=True, tooltip="Keep these settings"),
        Binding("escape", "skip", "Skip", id="welcome.skip", tooltip="Leave all as it is"),
        Binding("down", "line(1)", "Next", id="welcome.next", show=False, tooltip="The next line"),
        Binding("up", "line(-1)", "Previous", id="welcome.previous", show=False, tooltip="The line before"),
        Binding("right", "side(1)", "To the right", id="welcome.right", show=False, tooltip="The button at the right"),
        Binding("left", "side(-1)", "To the left", id="welcome.left", show=False, tooltip="The button at the left"),
    ]

    def __init__(self, *, first: bool) -> None:
        super().__init__()
        self.first = first
        self.trouble = ""
        try:
            self.found = config.load()
        except QuizprepError as e:
            self.found, self.trouble = config.Config(), str(e)
        self._language = i18n.language()

    def compose(self) -> ComposeResult:
        """Three fields and two buttons."""
        with Panel(title=self._title, classes="dialog"):
            yield Said(self._words, id="words")
            with Horizontal(classes="line"):
                yield Said(lambda: Content(_("Language")), classes="label")
                yield SaidButton(lambda: self._marked("en", "English"), id="en")
                yield SaidButton(lambda: self._marked("zh", "中文"), id="zh")
            with Horizontal(classes="line"):
                yield Said(lambda: Content(_("Interview date")), classes="label")
                day = self.found.interview_date
                yield Input(day.isoformat() if day else "", placeholder=_("YYYY-MM-DD"), id="day", max_length=10)
            with Horizontal(classes="line"):
                yield Said(lambda: Content(_("Minutes a day")), classes="label")
                minutes = self.found.minutes_a_day
                yield Input(str(minutes or ""), placeholder="20", type="integer", id="minutes", max_length=3)
            yield Said(self._wrong, id="wrong")
            with Horizontal(classes="buttons"):
                yield SaidButton(lambda: (_("Skip") if self.first else _("Back")) + " (esc)", id="skip")
                yield SaidButton(lambda: (_("Begin") if self.first else _("Save")) + " (^s)", id="save", variant="primary")

    def on_mount(self) -> None:
        """Begin at the language in use, where it is asked for the first time."""
        self._one_stop()
        self.query_one(f"#{self._language}" if self.first else "#day").focus()

    def _one_stop(self) -> None:
        """Tab comes to the language in use, then to the date: the two buttons are one choice."""
        for language in LANGUAGES:
            self.query_one(f"#{language}").can_focus = language == self._language
        if self.focused is None or self.focused.id in LANGUAGES:
            self.query_one(f"#{self._language}").focus()

    def _title(self) -> str:
        return _("Welcome to quizprep") if self.first else _("Settings")

    def _words(self) -> Content:
        if self.first:
            words = _(
                "Each may be left open, and changed later with the comma key."
                " With a date, every question is reviewed before that day, more closely as it comes near."
            )
        else:
            words = _("With a date, every question is reviewed before that day, more closely as it comes near.")
        return Content.styled(words, "$quiet")

    def _marked(self, language: str, name: str) -> str:
        return ("● " if self._language == language else "○ ") + name

    def _wrong(self) -> Content:
        return Content.styled("! " + self.trouble, "bold $warning") if self.trouble else Content("")

    def retext(self) -> None:
        """Say everything again; the language shown as chosen is the one in use."""
        self._language = i18n.language()
        self._one_stop()
        self.query_one("#day", Input).placeholder = _("YYYY-MM-DD")
        super().retext()

    @on(Button.Pressed, "#en, #zh")
    def _choose(self, event: Button.Pressed) -> None:
        """The language in use goes on to the next line; the other one is taken, everywhere at once."""
        if event.button.id == i18n.language():
            self._to_day()
        else:
            self.gym.action_language()

    def _to_day(self) -> None:
        self.query_one("#day").focus()

    def action_line(self, by: int) -> None:
        """The field above or below."""
        lines = [LANGUAGES, ("day",), ("minutes",), ("save", "skip")]
        at = self.focused.id if self.focused is not None else ""
        now = next((n for n, ids in enumerate(lines) if at in ids), 0)
        wanted = lines[min(max(0, now + by), len(lines) - 1)]
        self.query_one(f"#{self._language if wanted == lines[0] else wanted[0]}").focus()

    def action_side(self, by: int) -> None:
        """The button beside; of the languages, the other one."""
        if self.focused is not None and self.focused.id in LANGUAGES:
            self.gym.action_language()
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def on_key(self, event: Key) -> None:
        """A digit typed where there is nothing to type in begins the date."""
        if isinstance(self.focused, Button) and event.character is not None and event.character.isdecimal():
            event.stop()
            day = self.query_one("#day", Input)
            self.set_focus(day)
            day.post_message(Key(event.key, event.character))

    @on(Input.Submitted, "#day")
    def _to_minutes(self) -> None:
        self.query_one("#minutes").focus()

    @on(Input.Submitted, "#minutes")
    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Keep what was given, and go."""
        try:
            day, minutes = self._day(), self._minutes()
        except UsageError as e:
            self.trouble = str(e)
            self.query_one("#wrong", Said).retext()
            return
        from quizprep import settings

        with self.gym.guarded():
            settings.change(language=self._language, interview_date=day, minutes_a_day=minutes)
            self._remember()
            self.dismiss(True)

    def _day(self) -> date | None:
        typed = self.query_one("#day", Input).value.strip()
        if not typed:
            return None
        try:
            day = date.fromisoformat(typed.replace("/", "-").replace(".", "-"))
        except ValueError:
            raise UsageError(_("{day} is no date; write it like 2026-12-31.", day=typed)) from None
        if day < date.today():
            raise UsageError(_("{day} is over; leave the date empty if there is no interview ahead.", day=typed))
        return day

    def _minutes(self) -> int | None:
        typed = self.query_one("#minutes", Input).value.strip()
        if not typed:
            return None
        if not typed.isdigit() or not LEAST <= int(typed) <= MOST:
            raise UsageError(_("Give a number of minutes from {least} to {most}.", least=LEAST, most=MOST))
        return int(typed)

    def _remember(self) -> None:
        if self.first and (store := self.gym.desk.store) is not None:
            store.cards.remember("welcomed", "yes")

    @on(Button.Pressed, "#skip")
    def action_skip(self) -> None:
        """Leave all as it is."""
        with self.gym.guarded():
            self._remember()
        self.dismiss(False)
